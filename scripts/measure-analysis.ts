/*
 * How long the default analyses of a large policy set take, and how much memory: each run in a process of its own, so that everything is
 * cold. Processor time is told beside the time that passed, which other work on the machine makes longer.
 *
 *   npx tsx scripts/measure-analysis.ts [--rules 1000] [--actions 100] [--runs 1] [--dist] [--jobs 2]
 *
 * With --dist the bundled package is measured, as users run it, instead of the sources through tsx. With --jobs it is the whole of the bundled
 * `polc check` in that many threads: reading and checking, too.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateLargeSet } from "../src/testing/generated-set.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "1000" },
    actions: { type: "string", default: "100" },
    runs: { type: "string", default: "1" },
    dist: { type: "boolean", default: false },
    jobs: { type: "string" },
  },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "polc-measure-"));
const files = generateLargeSet({ rules: Number(values.rules), actions: Number(values.actions) });
writeFileSync(path.join(folder, "files.json"), JSON.stringify(files));
console.error(`${values.rules} rules over ${values.actions} actions`);

const usage = `
  const passed = Math.round(performance.now() - start);
  const { user, system } = process.cpuUsage(processor);
  const counts = {};
  for (const { code } of found) counts[code] = (counts[code] ?? 0) + 1;
  console.error(JSON.stringify({
    passed, processor: Math.round((user + system) / 1000),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024), found: counts,
  }));
`;

const entry = path.join(root, values.dist ? "dist/index.js" : "src/compiler.ts");
const ofAnalysis = `
  import { readFileSync } from "node:fs";
  const { check, analyze } = await import(${JSON.stringify(entry)});
  const { policySet, diagnostics } = check(JSON.parse(readFileSync(${JSON.stringify(path.join(folder, "files.json"))}, "utf8")));
  if (!policySet) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const processor = process.cpuUsage();
  const start = performance.now();
  const found = analyze(policySet);
  ${usage}
`;

const commandLine = ["check", path.join(folder, "set"), "--format", "json", "--jobs", values.jobs ?? "1"];
const ofCommand = `
  process.argv.splice(2, process.argv.length, ...${JSON.stringify(commandLine)});
  let printed = "";
  process.stdout.write = (text) => ((printed += text), true);
  const processor = process.cpuUsage();
  const start = performance.now();
  await import(${JSON.stringify(path.join(root, "dist/cli/main.js"))});
  const found = JSON.parse(printed).diagnostics;
  ${usage}
`;

for (const { path: name, text } of files) {
  const file = path.join(folder, "set", name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
writeFileSync(path.join(folder, "probe.mjs"), values.jobs === undefined ? ofAnalysis : ofCommand);

for (let run = 0; run < Number(values.runs); run++) {
  const loader = values.dist || values.jobs !== undefined ? [] : ["--import", "tsx"];
  const result = spawnSync(process.execPath, [...loader, path.join(folder, "probe.mjs")], {
    cwd: root,
    encoding: "utf8",
  });
  console.log(result.stderr.trim());
}
rmSync(folder, { recursive: true });
