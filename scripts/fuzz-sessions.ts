/*
 * Policy sets that are edited: what a compiler that has seen the versions before finds, proves and emits of each version, held to the letter
 * against what one says that has seen no other (`session-equals-fresh`, `analysis-session-equals-fresh`).
 *
 *   npx tsx scripts/fuzz-sessions.ts [--histories 20] [--seed 1] [--versions 5] [--rules 300] [--actions 20] [--questions 5000] [--small]
 *
 * By default generated sets whose rules are edited one by one; --small takes random sets of every construct, whose words are changed. Exits with 1
 * where something differs. A history is made from its own seed alone: `--histories 1 --seed N` repeats the one that is named N.
 */
import { isDeepStrictEqual, parseArgs } from "node:util";
import { createAnalysis } from "../src/analysis/analysis.js";
import { findingsOf } from "../src/analysis/findings.js";
import { type AnalysisSession, createAnalysisSession } from "../src/analysis/incremental/analysis-session.js";
import { findConflicts } from "../src/analysis/partial-conflict.js";
import type { PolicySet } from "../src/check/typed-policy-set.js";
import { createCompiler } from "../src/compiler/create-compiler.js";
import { compile } from "../src/compiler.js";
import { lower } from "../src/ir/lower.js";
import type { SourceFile } from "../src/source/source-file.js";
import { seededChoices } from "../src/testing/choices.js";
import { generateRuleEdits } from "../src/testing/edited-rules.js";
import { generateVersions } from "../src/testing/edited-versions.js";
import { generateLargeSet } from "../src/testing/generated-set.js";
import { generatePolicySet } from "../src/testing/policy/generate-policy-set.js";

const { values } = parseArgs({
  options: {
    histories: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    versions: { type: "string", default: "5" },
    rules: { type: "string", default: "300" },
    actions: { type: "string", default: "20" },
    questions: { type: "string", default: "5000" },
    small: { type: "boolean", default: false },
  },
});
const first = Number(values.seed);
const questions = Number(values.questions);
const totals = { versions: 0, checked: 0, findings: 0, different: 0 };
const started = Date.now();

for (let seed = first; seed < first + Number(values.histories); seed++) compareHistory(seed);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `${values.histories} histories, seed ${first}: ${totals.versions} versions, ${totals.checked} without an error, ` +
    `${totals.findings} findings, ${totals.different} differences, ${seconds} s`,
);
process.exitCode = totals.different > 0 ? 1 : 0;

function compareHistory(seed: number): void {
  const compiler = createCompiler();
  const session = createAnalysisSession();
  for (const [index, files] of historyOf(seed).entries()) {
    totals.versions++;
    const again = compiler.compile(files, { verify: "sample" });
    const alone = compile(files, { verify: "sample" });
    tellDifference(
      isDeepStrictEqual(plain(again), plain(alone)),
      `history ${seed}, version ${index}: compile`,
    );
    if (again.policySet === undefined || alone.policySet === undefined) continue;
    totals.checked++;
    const found = outcome(session.analyse, again.policySet);
    totals.findings += found.found.length;
    const isSame = isDeepStrictEqual(found, outcome(fresh, alone.policySet));
    tellDifference(isSame, `history ${seed}, version ${index}: findings`);
  }
}

function historyOf(seed: number): readonly (readonly SourceFile[])[] {
  const choices = seededChoices(seed);
  const count = Number(values.versions);
  if (values.small) return generateVersions(choices, generatePolicySet(choices, 3), count);
  const size = { rules: Number(values.rules), actions: Number(values.actions), seed };
  return generateRuleEdits(choices, generateLargeSet(size), count);
}

function fresh<T>(
  policySet: PolicySet,
  most: number,
  use: (analysis: ReturnType<typeof createAnalysis>) => T,
): T {
  return use(createAnalysis(lower(policySet), most));
}

/** All that is found, and how many questions are left. */
function outcome(analyse: AnalysisSession["analyse"], policySet: PolicySet) {
  return analyse(policySet, questions, (analysis) => ({
    found: [...findingsOf(analysis), ...findConflicts(analysis)],
    left: { ...analysis.budget },
  }));
}

/** A policy set is what is found of it; what is said of files and what is emitted is text. */
function plain({ diagnostics, module, validation }: ReturnType<typeof compile>) {
  return { diagnostics, module, validation };
}

function tellDifference(isSame: boolean, what: string): void {
  if (isSame) return;
  totals.different++;
  console.log(`${what} differs`);
}
