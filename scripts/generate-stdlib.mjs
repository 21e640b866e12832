// Writes src/check/stdlib.gen.ts, the standard library as a module. `npm run generate` runs it; with `--check` it writes nothing and exits 1
// if the file is not current.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "src/check/stdlib.gen.ts");

/** The standard library as a module, so that a bundle, an editor or a browser needs no file of it. */
function stdlibSource() {
  const modules = readdirSync(join(root, "stdlib"))
    .filter((name) => name.endsWith(".pol"))
    .sort()
    .map((name) => [
      `std.${name.slice(0, -".pol".length)}`,
      readFileSync(join(root, "stdlib", name), "utf8"),
    ]);
  const entries = modules
    .map(([name, text]) => `  ${JSON.stringify(name)}: ${templateLiteral(text)},\n`)
    .join("");
  return `// Generated from stdlib/ by scripts/generate-stdlib.mjs: change those files, then \`npm run generate\`.
/** The modules of the standard library by name: their Pol text. */
export const stdlib: { readonly [module: string]: string } = {
${entries}};
`;
}

/** `text` as a literal that keeps its lines, so that a change of it reads well in a diff. */
function templateLiteral(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** Whether the generated file is what it should be. */
export function isCurrent() {
  return existsSync(target) && readFileSync(target, "utf8") === stdlibSource();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--check")) writeFileSync(target, stdlibSource());
  else if (!isCurrent()) process.exitCode = 1;
}
