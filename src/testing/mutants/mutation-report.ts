import { printTestBlock } from "../../analysis/print-test-block.js";
import { withTuples } from "../../analysis/relations/given.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { canonicalJson } from "../../util/canonical-json.js";
import { groupBy } from "../../util/group-by.js";
import type { Mutant } from "./mutant.js";
import type { MutantVerdict, TellingRequest } from "./mutant-verdict.js";
import { createMutantWords, type MutantWords } from "./mutant-words.js";

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

/** Puts together what became of mutants, in the order of the source. */
export function mutationReport(
  policySet: PolicySet,
  sources: Iterable<SourceFile>,
  verdicts: ReadonlyMap<Mutant, MutantVerdict | null>,
): MutationReport {
  const words = createMutantWords(
    sources,
    policySet.tests.map(({ name }) => name),
  );
  const judged = [...verdicts].flatMap(([mutant, verdict]) =>
    verdict === null ? [] : [{ mutant, verdict }],
  );
  const mutants = judged.sort((left, right) => placeOrder(left.mutant.span, right.mutant.span));
  const owners = groupBy(mutants, ({ mutant }) => mutant.owner);
  return { mutants, missing: [...owners.values()].flatMap((own) => missingTests(policySet, words, own)) };
}

function placeOrder(left: Span, right: Span): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.start - right.start || right.end - left.end;
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
  const byRequest = groupBy(survived, ({ telling: { request, tuples } }) => canonicalJson([request, tuples]));
  return [...byRequest.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { mutant, telling } = first;
    const name = words.testName(mutant);
    const request = withTuples(telling.request, telling.tuples ?? []);
    const text = printTestBlock(policySet, name, request, telling.before);
    return [{ name, text, telling, survivors: [mutant, ...others.map((other) => other.mutant)] }];
  });
}
