// Builds dist/: one bundle for each entry of the package with the chunks they share, their declarations, and the licences of what is
// bundled. Needs nothing but what `npm ci` installed.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

const entries = [
  "cli/main",
  "cli/mutate-worker",
  "cli/check-worker",
  "index",
  "runtime/index",
  "testing/index",
  "adapters/esbuild",
  "adapters/enforcement",
  "adapters/mcp",
  "adapters/delegation",
  "adapters/authzen",
  "adapters/http",
  "adapters/relations",
  "adapters/relations-sqlite",
  "adapters/openfga",
  "adapters/filter",
  "adapters/spicedb",
];

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
    external: ["libsql", "vitest", "@openfga/sdk", "@authzed/authzed-node"],
    plugins: [fastCheckOfItsOwn()],
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

/**
 * The program brings fast-check along, while `polc/testing` takes that of the project it is used in. So the program has copies of its own of
 * the modules of `src/testing`: the namespace tells them apart.
 */
function fastCheckOfItsOwn() {
  const namespace = "program";
  const isOfTesting = (path) => path.startsWith("src/testing/");
  const setup = ({ onLoad, onResolve, resolve }) => {
    onResolve({ filter: /^fast-check$/ }, ({ kind, pluginData, ...from }) => {
      if (pluginData === namespace) return undefined;
      return from.namespace === namespace
        ? resolve("fast-check", { kind, resolveDir: root, pluginData: namespace })
        : { external: true };
    });
    onResolve({ filter: /^\./ }, ({ path, importer, resolveDir, ...from }) => {
      const target = relative(root, join(resolveDir, path)).replaceAll("\\", "/").replace(/\.js$/, ".ts");
      const isProgram = from.namespace === namespace;
      if ((isProgram || importer.startsWith(join(root, "src/cli"))) && isOfTesting(target))
        return { path: target, namespace };
      return isProgram ? { path: join(root, target) } : undefined;
    });
    onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: readFileSync(join(root, path), "utf8"),
      loader: "ts",
      resolveDir: dirname(join(root, path)),
    }));
  };
  return { name: "fast-check-of-its-own", setup };
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
