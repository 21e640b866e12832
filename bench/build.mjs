// Bundles the benchmark, so that what is measured is plain JavaScript as it is shipped.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
const entry = process.argv[2] ?? "main";
await build({
  entryPoints: [join(folder, `src/${entry}.ts`)],
  outfile: join(folder, `dist/${entry}.mjs`),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
});
