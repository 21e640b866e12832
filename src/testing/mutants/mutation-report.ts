import { printTestBlock } from "../../analysis/print-test-block.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import { canonicalJson } from "../../util/canonical-json.js";
import { groupBy } from "../../util/group-by.js";
import type { Mutant } from "./mutant.js";
import type { MutantVerdict, TellingRequest } from "./mutant-verdict.js";
import { createMutantWords, type MutantWords } from "./mutant-words.js";
import type { OwnerVerdicts } from "./mutation-run.js";

/** What became of the mutants of a policy set. */
export interface MutationReport {
  /** Those that check, in the order of the source. */
  readonly mutants: readonly JudgedMutant[];
  /** Tests that nobody has written yet, each with the mutants that it would kill. */
  readonly missing: readonly MissingTest[];
}

/** A mutant, and what became of it. */
export interface JudgedMutant {
  readonly mutant: Mutant;
  readonly verdict: MutantVerdict;
}

/** A `test` block that the policy set passes, and that fails for mutants that nothing notices yet. */
export interface MissingTest {
  readonly name: string;
  /** The whole block, ready to be pasted. */
  readonly text: string;
  readonly telling: TellingRequest;
  /** At least one; all of one rule, constant, definition or remedy. */
  readonly survivors: readonly [Mutant, ...Mutant[]];
}

/** Puts together what became of the mutants of each owner. */
export function mutationReport(
  policySet: PolicySet,
  sources: Iterable<SourceFile>,
  owners: readonly (readonly Mutant[])[],
  verdicts: readonly OwnerVerdicts[],
): MutationReport {
  const words = createMutantWords(
    sources,
    policySet.tests.map(({ name }) => name),
  );
  const judged = owners.map((mutants, owner) =>
    mutants.flatMap((mutant, index): JudgedMutant[] => {
      const verdict = verdicts[owner]?.verdicts[index];
      return verdict === undefined || verdict === null ? [] : [{ mutant, verdict }];
    }),
  );
  const missing = judged.flatMap((own) => missingTests(policySet, words, own));
  return { mutants: judged.flat(), missing };
}

/** One test for each request that tells mutants apart. */
function missingTests(
  policySet: PolicySet,
  words: MutantWords,
  judged: readonly JudgedMutant[],
): readonly MissingTest[] {
  const survived = judged.flatMap(({ mutant, verdict }) =>
    verdict.kind === "survived" ? [{ mutant, telling: verdict }] : [],
  );
  const byRequest = groupBy(survived, ({ telling }) => canonicalJson(telling.request));
  return [...byRequest.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { mutant, telling } = first;
    const name = words.testName(mutant);
    const text = printTestBlock(policySet, name, telling.request, telling.before);
    return [{ name, text, telling, survivors: [mutant, ...others.map((other) => other.mutant)] }];
  });
}
