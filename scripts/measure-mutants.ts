/*
 * How good the tests of `polc gen-tests` are: the share of mutants that decide some request otherwise and that a generated test tells
 * from the policy set. Mutants of scopes are left out: most generated tests are about conditions.
 *
 *   npx tsx scripts/measure-mutants.ts [--rules 100] [--actions 20] [--seed 1] [--show 5] [--every 1]
 *   npx tsx scripts/measure-mutants.ts FOLDER [--show 5] [--every 1]
 *
 * The policy set is a generated one, or that in FOLDER without its tests. --every N takes one mutant of N. Exits with 1 below 97 %.
 */
import { parseArgs } from "node:util";
import { createAnalysis } from "../src/analysis/analysis.js";
import { generateTests } from "../src/analysis/generate-tests.js";
import { check, loadPolicySet } from "../src/compiler.js";
import { diskHost } from "../src/disk/disk-host.js";
import { lower } from "../src/ir/lower.js";
import { parse } from "../src/syntax/parse.js";
import { generateLargeSet } from "../src/testing/generated-set.js";
import { enumerateMutants } from "../src/testing/mutants/enumerate-mutants.js";
import { killMutants } from "../src/testing/mutants/kill-mutants.js";
import { mutationOperators, scopeOperators } from "../src/testing/mutants/mutant.js";
import { mutatedSets } from "../src/testing/mutants/mutated-sets.js";

const {
  values,
  positionals: [folder],
} = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: "string", default: "100" },
    actions: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    show: { type: "string", default: "5" },
    every: { type: "string", default: "1" },
  },
});
const size = { rules: Number(values.rules), actions: Number(values.actions), seed: Number(values.seed) };

const { files, schemas } =
  folder === undefined
    ? { files: generateLargeSet(size), schemas: new Map() }
    : await loadPolicySet(diskHost(), folder);
const { policySet: whole, files: sources } = check(files, { schemas });
if (whole === undefined) throw new Error("the policy set does not check");
const policySet = { ...whole, tests: [] };

const started = performance.now();
const tests = generateTests(createAnalysis(lower(policySet)), sources);
const generated = performance.now();
console.log(
  `${tests.length} tests for ${policySet.rules.length} rules in ${Math.round(generated - started)} ms`,
);

const mutants = enumerateMutants(files.map((file) => parse(file).file)).filter(
  ({ operator }, index) => !scopeOperators.has(operator) && index % Number(values.every) === 0,
);
const mutated = mutatedSets(files, policySet, mutants);
const verdicts = killMutants(policySet, tests, mutated);

const textOf = (file: string) => files.find(({ path }) => path === file)?.text ?? "";
let shown = 0;
mutated.forEach(({ mutant }, index) => {
  const verdict = verdicts[index];
  if ((verdict !== "survived" && verdict !== "undecided") || shown >= Number(values.show)) return;
  shown++;
  const { operator, span, before } = mutant;
  console.log(
    `${verdict}: ${operator} at \`${textOf(span.file).slice(span.start, span.end)}\` of ${before.name.text}`,
  );
});
const measured = mutationOperators.filter((operator) => !scopeOperators.has(operator));
for (const operator of [...measured, undefined]) {
  const own = verdicts.filter(
    (_, index) => operator === undefined || mutated[index]?.mutant.operator === operator,
  );
  const count = (verdict: string) => own.filter((each) => each === verdict).length;
  const [killed, survived, undecided] = [count("killed"), count("survived"), count("undecided")];
  const rate = (100 * killed) / Math.max(killed + survived + undecided, 1);
  console.log(
    `${(operator ?? "all").padEnd(18)} ${rate.toFixed(1)} %  killed ${killed}, survived ${survived}, undecided ${undecided}, equivalent ${count("equivalent")}`,
  );
  if (operator === undefined && rate < 97) process.exitCode = 1;
}
console.log(
  `${mutants.length - mutated.length} mutants do not check; ${Math.round((performance.now() - generated) / 1000)} s`,
);
