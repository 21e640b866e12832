// Builds dist/: one bundle for each entry of the package with the chunks they share, their declarations, and the licences of what is
// bundled. Needs nothing but what `npm ci` installed.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

const entries = ["cli/main", "index", "runtime/index", "testing/index", "adapters/esbuild"];

rmSync(dist, { recursive: true, force: true });
const [metafile] = await Promise.all([bundle(), declarations()]);
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), thirdPartyLicenses(metafile));

/**
 * Each command of the program is a dynamic import, and so becomes a chunk that is loaded when it is needed. Syntax and names are kept:
 * a stack trace in a bug report should be readable.
 */
async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    chunkNames: "chunks/[name]-[hash]",
    external: ["fast-check", "vitest"],
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  for (const { path, text } of result.outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, withRequire(text), { mode: path.endsWith("cli/main.js") ? 0o755 : 0o644 });
  }
  return result.metafile;
}

/** CommonJS packages call `require` for Node's own modules, which a module does not have. */
function withRequire(text) {
  if (!text.includes("Dynamic require of")) return text;
  const hashbang = /^#!.*\n/.exec(text)?.[0] ?? "";
  const definition =
    'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n';
  return hashbang + definition + text.slice(hashbang.length);
}

/** TypeScript 7 is a program without an interface of its own for JavaScript. */
function declarations() {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
      cwd: root,
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`tsc ended with ${code}`))));
  });
}

function thirdPartyLicenses({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const sections = [...folders].sort().map(licenseSection);
  return `polc contains code of these packages.\n\n${sections.join("\n")}`;
}

function licenseSection(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? `License: ${license}` : readFileSync(join(root, folder, file), "utf8").trim();
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n${"=".repeat(80)}\n\n${text}\n`;
}
