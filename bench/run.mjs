// Bundles the benchmark, so that what is measured is plain JavaScript as it is shipped, and runs it. Its options: docs/performance.md.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
// Two runs at once have nothing in common. `--keep` leaves the bundle, and the modules that were measured.
const dist = join(folder, "dist", `run-${process.pid}`);
const options = process.argv.slice(2);

await build({
  entryPoints: [join(folder, "src/main.ts")],
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true, // peers are loaded only where they are asked for
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
});

const flags = [
  "--expose-gc",
  "--min-semi-space-size=64", // what is allocated is counted before anything is collected
  "--max-semi-space-size=64",
  "--no-turbo-inline-js-wasm-calls", // V8 of Node 20 crashes where it gives up code with such a call
];
const words = [...flags, join(dist, "main.mjs"), ...options.filter((word) => word !== "--keep")];
const child = spawn(process.execPath, words, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  if (!options.includes("--keep")) rmSync(dist, { recursive: true });
  process.exitCode = code ?? 3;
});
