/*
 * How long parsing and checking a large policy set takes, and how much memory: each run in a process of its own, so that
 * everything is cold.
 *
 *   npx tsx scripts/measure-check.ts [--rules 10000] [--actions 200] [--runs 3] [--dist]
 *
 * With --dist the bundled package is measured, as users run it, instead of the sources through tsx.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateLargeSet } from "../src/testing/generated-set.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "10000" },
    actions: { type: "string", default: "200" },
    runs: { type: "string", default: "3" },
    dist: { type: "boolean", default: false },
  },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "polc-measure-"));
const files = generateLargeSet({ rules: Number(values.rules), actions: Number(values.actions) });
writeFileSync(path.join(folder, "files.json"), JSON.stringify(files));
const characters = files.reduce((total, { text }) => total + text.length, 0);
console.error(`${values.rules} rules over ${values.actions} actions, ${characters} characters`);

const entry = path.join(root, values.dist ? "dist/index.js" : "src/compiler.ts");
const probe = `
  import { readFileSync } from "node:fs";
  const files = JSON.parse(readFileSync(${JSON.stringify(path.join(folder, "files.json"))}, "utf8"));
  const start = performance.now();
  const { check } = await import(${JSON.stringify(entry)});
  const loaded = performance.now();
  const { policySet, diagnostics } = check(files);
  const done = performance.now();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (!policySet) throw new Error(JSON.stringify(errors.slice(0, 3)));
  console.log(JSON.stringify({
    load: Math.round(loaded - start), parseAndCheck: Math.round(done - loaded),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024), rules: policySet.rules.length,
  }));
`;
writeFileSync(path.join(folder, "probe.mjs"), probe);

for (let run = 0; run < Number(values.runs); run++) {
  const loader = values.dist ? [] : ["--import", "tsx"];
  const result = spawnSync(process.execPath, [...loader, path.join(folder, "probe.mjs")], {
    cwd: root,
    encoding: "utf8",
  });
  console.log(result.status === 0 ? result.stdout.trim() : result.stderr);
}
rmSync(folder, { recursive: true });
