import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** Bundles what measures in processes of its own, as the package is bundled, for as long as it is used. */
export function withBundledProbe(source: URL, use: (probe: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "polc-probe-"));
  const probe = join(folder, "probe.mjs");
  try {
    buildSync({
      entryPoints: [fileURLToPath(source)],
      bundle: true,
      platform: "node",
      format: "esm",
      outfile: probe,
    });
    use(probe);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
