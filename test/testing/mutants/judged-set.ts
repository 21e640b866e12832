import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import type { File } from "../../../src/syntax/ast.js";
import { parse } from "../../../src/syntax/parse.js";
import { enumerateMutants } from "../../../src/testing/mutants/enumerate-mutants.js";
import { createMutantJudge, type MutantJudges } from "../../../src/testing/mutants/judge-mutants.js";
import type { MutantVerdict } from "../../../src/testing/mutants/mutant-verdict.js";
import { type MutatedSet, mutatedSets } from "../../../src/testing/mutants/mutated-sets.js";
import { groupBy } from "../../../src/util/group-by.js";

/** A policy set of a test, and its mutants that check. */
export interface SetWithMutants {
  readonly files: readonly SourceFile[];
  readonly policySet: PolicySet;
  readonly trees: readonly (File & { readonly text: string })[];
  readonly mutated: readonly MutatedSet[];
}

/** Makes every mutant of `files`, or each `every`-th. */
export function setWithMutants(files: readonly SourceFile[], every = 1): SetWithMutants {
  const { policySet, diagnostics } = check(files);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics));
  const trees = files.map((file) => ({ ...parse(file).file, text: file.text }));
  const mutants = enumerateMutants(trees).filter((_, index) => index % every === 0);
  return { files, policySet, trees, mutated: mutatedSets(files, policySet, mutants) };
}

/** A mutant, and what became of it. */
export interface JudgedSet extends MutatedSet {
  readonly verdict: MutantVerdict;
}

/** Judges the mutants of a set. */
export function judged(
  { policySet, mutated }: SetWithMutants,
  judges: MutantJudges = { tests: [], assertions: new Set() },
): readonly JudgedSet[] {
  const judge = createMutantJudge(policySet, judges);
  return [...groupBy(mutated, ({ mutant }) => mutant.owner).values()].flatMap((group) => {
    const verdicts = judge(group.map((each) => each.policySet));
    return group.flatMap((each, index) => {
      const verdict = verdicts[index]?.verdict;
      return verdict === undefined ? [] : [{ ...each, verdict }];
    });
  });
}
