/*
 * What `polc mutate` costs: processor time of one thread, for a policy set of a given size.
 *
 *   npx tsx scripts/measure-mutate.ts [--rules 100] [--actions 20] [--seed 1] [--generated]
 *
 * --generated: with the tests that `polc gen-tests` writes; without it there is no test at all, so that everything is left to proof.
 */
import { parseArgs } from "node:util";
import { check } from "../src/compiler.js";
import { generateLargeSet } from "../src/testing/generated-set.js";
import { mutationBaseline } from "../src/testing/mutants/mutation-baseline.js";
import { mutationReport } from "../src/testing/mutants/mutation-report.js";
import { createMutationRun } from "../src/testing/mutants/mutation-run.js";
import { countVerdicts, mutationScore } from "../src/testing/mutants/mutation-score.js";
import { mutationUnits } from "../src/testing/mutants/mutation-units.js";

const { values } = parseArgs({
  options: {
    rules: { type: "string", default: "100" },
    actions: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    generated: { type: "boolean", default: false },
  },
});

const files = generateLargeSet({
  rules: Number(values.rules),
  actions: Number(values.actions),
  seed: Number(values.seed),
});
const seconds = () => process.cpuUsage().user / 1_000_000;
const started = seconds();
const { policySet, files: sources } = check(files);
if (policySet === undefined) throw new Error("the generated policy set does not check");
const { tests, assertions } = mutationBaseline(policySet, sources, values.generated);
const prepared = seconds();
console.log(`${tests.length} tests for ${values.rules} rules in ${(prepared - started).toFixed(1)} s`);

const units = mutationUnits(files);
const judge = createMutationRun({ files, schemas: new Map(), tests, assertions });
const verdicts = new Map(
  [...units].flatMap(([unit, mutants]) => {
    const [own] = judge([unit]);
    return mutants.map((mutant, index) => [mutant, own?.verdicts[index] ?? null] as const);
  }),
);
const report = mutationReport(policySet, sources, verdicts);
const counts = Object.entries(countVerdicts(report.mutants)).map(([kind, count]) => `${count} ${kind}`);
console.log(
  `${report.mutants.length} mutants in ${(seconds() - prepared).toFixed(1)} s: ${counts.join(", ")}`,
);
console.log(
  `score ${mutationScore(countVerdicts(report.mutants))?.toFixed(1)} %, ${report.missing.length} tests missing`,
);
