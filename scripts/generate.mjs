// Writes the sources that are made from other files: `npm run generate`. With `--check` it only says whether they are current.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Every generated file with the text it should have. */
export async function generatedFiles() {
  const runtimeSource = join(root, "scripts/generate-runtime-source.mjs");
  const others = existsSync(runtimeSource) ? await import(pathToFileURL(runtimeSource).href) : undefined;
  return [{ path: "src/check/stdlib.gen.ts", text: stdlibSource() }, ...(others?.generatedFiles?.() ?? [])];
}

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
  return `// Generated from stdlib/ by scripts/generate.mjs: change those files, then \`npm run generate\`.
/** The modules of the standard library by name: their Pol text. */
export const stdlib: { readonly [module: string]: string } = {
${entries}};
`;
}

/** `text` as a literal that keeps its lines, so that a change of it reads well in a diff. */
function templateLiteral(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, "\\$&")}\``;
}

/** The generated files that differ from what they should be. */
export async function staleFiles() {
  const files = await generatedFiles();
  return files.filter(
    ({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = await staleFiles();
  for (const { path, text } of stale) {
    if (process.argv.includes("--check")) console.error(`${path} is not current: npm run generate`);
    else writeFileSync(join(root, path), text);
  }
  if (process.argv.includes("--check") && stale.length > 0) process.exitCode = 1;
}
