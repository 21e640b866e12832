import { type CheckOptions, check } from "../../compiler.js";
import type { SourceFile } from "../../source/source-file.js";
import { parse } from "../../syntax/parse.js";
import { groupBy } from "../../util/group-by.js";
import { invariant } from "../../util/invariant.js";
import { enumerateMutants } from "./enumerate-mutants.js";
import { createMutantJudge } from "./judge-mutants.js";
import type { MutantVerdict } from "./mutant-verdict.js";
import { mutatedSets } from "./mutated-sets.js";
import type { StatedTest } from "./stated-test.js";

/** All that is needed to judge the mutants of a policy set: plain data, as a thread is given it. */
export interface MutationTask {
  readonly files: readonly SourceFile[];
  readonly schemas: NonNullable<CheckOptions["schemas"]>;
  /** Tests that the policy set passes. */
  readonly tests: readonly StatedTest[];
  /** Names of the assertions that hold of it. */
  readonly assertions: readonly string[];
}

/** What became of the mutants of one rule, constant, definition or remedy. */
export interface OwnerVerdicts {
  /** In the order of the mutants; null of one that does not check. */
  readonly verdicts: readonly (MutantVerdict | null)[];
  /** The actions on which they bear: what is said of no other was looked at. Sorted. */
  readonly actions: readonly string[];
}

/** Judges the mutants of some owners: the same for the same owner, whoever is asked and after whatever. */
export function createMutationRun({
  files,
  schemas,
  tests,
  assertions,
}: MutationTask): (owners: readonly string[]) => readonly OwnerVerdicts[] {
  const { policySet } = check(files, { schemas });
  invariant(policySet, "mutants are made of a policy set that checks");
  const byOwner = groupBy(enumerateMutants(files.map((file) => parse(file).file)), ({ owner }) => owner);
  const judge = createMutantJudge(policySet, { tests, assertions: new Set(assertions) });
  return (owners) => {
    const asked = owners.flatMap((owner) => byOwner.get(owner) ?? []);
    const sets = mutatedSets(files, policySet, asked, { schemas });
    const setsByOwner = groupBy(sets, ({ mutant }) => mutant.owner);
    return owners.map((owner) => {
      const own = setsByOwner.get(owner) ?? [];
      const judged = judge(own.map((each) => each.policySet));
      const verdicts = new Map(own.map(({ mutant }, index) => [mutant, judged[index]?.verdict]));
      return {
        verdicts: (byOwner.get(owner) ?? []).map((mutant) => verdicts.get(mutant) ?? null),
        actions: [...new Set(judged.flatMap(({ actions }) => actions))].sort(),
      };
    });
  };
}
