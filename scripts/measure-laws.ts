/*
 * What one run of the laws with default settings reaches of policy sets, and what it takes: those that the harness is measured with, the
 * examples, and a large one.
 *
 *   npx tsx scripts/measure-laws.ts [--rules 100] [--actions 20] [--seed 1] [--only payments]
 *
 * Processor time, which is less at the mercy of what else a machine does than that of a clock. Exits with 1 where a law is broken, or less
 * than 99 % of the rules or 95 % of the outcomes of their conditions are reached.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createAnalysis } from "../src/analysis/analysis.js";
import { check } from "../src/compiler.js";
import { lower } from "../src/ir/lower.js";
import type { SourceFile } from "../src/source/source-file.js";
import { checkLaws } from "../src/testing/check-laws.js";
import { createCoverageRecorder } from "../src/testing/coverage/coverage-recorder.js";
import { figuresOf, percentOf } from "../src/testing/coverage/figures.js";
import { settleCoverage } from "../src/testing/coverage/settle-coverage.js";
import { createRequestSource } from "../src/testing/directed-requests.js";
import { generateLargeSet } from "../src/testing/generated-set.js";
import { lawSubject } from "../src/testing/law-subject.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "100" },
    actions: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
  },
});

function policyFiles(folder: string): readonly SourceFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".pol") && !name.includes("node_modules"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

const folders = ["test/testing/policy-sets", "examples"].flatMap((parent) =>
  readdirSync(parent).map((name) => join(parent, name)),
);
const large = { rules: Number(values.rules), actions: Number(values.actions), seed: Number(values.seed) };
const sets: readonly (readonly [string, readonly SourceFile[]])[] = [
  ...folders.map((folder) => [folder, policyFiles(folder)] as const),
  [`a generated set of ${large.rules} rules`, generateLargeSet(large)],
];

for (const [name, files] of sets) {
  const { policySet } = name.includes(values.only) && files.length > 0 ? check(files) : {};
  if (policySet !== undefined) {
    const started = process.cpuUsage();
    const analysis = createAnalysis(lower(policySet));
    const source = createRequestSource(policySet, analysis);
    const found = process.cpuUsage(started).user;
    const recorder = createCoverageRecorder(policySet);
    const asked: (typeof source.seeds)[number][] = [];
    const { laws } = checkLaws(lawSubject(policySet, files), source, {
      see: (request) => asked.push(request),
    });
    const checked = process.cpuUsage(started).user - found;
    for (const request of asked) recorder.see(request);
    const { rules, outcomes } = figuresOf(settleCoverage(analysis, recorder).tests);
    const broken = laws.filter(({ failure }) => failure !== undefined);
    console.log(
      `${name}: ${policySet.rules.length} rules, ${source.seeds.length} seeds in ${milliseconds(found)}, laws of ${asked.length} requests in ${milliseconds(checked)}; rules ${percentOf(rules).toFixed(1)} %, outcomes ${percentOf(outcomes).toFixed(1)} %, ${broken.length} laws broken`,
    );
    if (broken.length > 0 || percentOf(rules) < 99 || percentOf(outcomes) < 95) process.exitCode = 1;
  }
}

function milliseconds(microseconds: number): string {
  return `${Math.round(microseconds / 1000)} ms`;
}
