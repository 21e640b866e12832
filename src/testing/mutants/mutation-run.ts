import { type CheckOptions, check } from "../../compiler.js";
import type { SourceFile } from "../../source/source-file.js";
import { invariant } from "../../util/invariant.js";
import { createMutantJudge } from "./judge-mutants.js";
import type { MutantVerdict } from "./mutant-verdict.js";
import { mutatedSets } from "./mutated-sets.js";
import { mutationUnits } from "./mutation-units.js";
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

/** What became of the mutants of one unit. */
export interface UnitVerdicts {
  /** In the order of the mutants; null of one that does not check. */
  readonly verdicts: readonly (MutantVerdict | null)[];
  /** The actions on which they bear: what is said of no other was looked at. Sorted. */
  readonly actions: readonly string[];
}

/** Judges the mutants of some units, by their names: the same for the same unit, whoever is asked and after whatever. */
export function createMutationRun({
  files,
  schemas,
  tests,
  assertions,
}: MutationTask): (names: readonly string[]) => readonly UnitVerdicts[] {
  const { policySet } = check(files, { schemas });
  invariant(policySet, "mutants are made of a policy set that checks");
  const units = mutationUnits(files);
  const judge = createMutantJudge(policySet, { tests, assertions: new Set(assertions) });
  return (names) => {
    const asked = names.map((name) => units.get(name) ?? []);
    const sets = mutatedSets(files, policySet, asked.flat(), { schemas });
    const setOf = new Map(sets.map((set) => [set.mutant, set.policySet]));
    return asked.map((mutants) => {
      const checked = mutants.filter((mutant) => setOf.has(mutant));
      const judged = judge(checked.flatMap((mutant) => setOf.get(mutant) ?? []));
      const verdicts = new Map(checked.map((mutant, index) => [mutant, judged[index]?.verdict]));
      return {
        verdicts: mutants.map((mutant) => verdicts.get(mutant) ?? null),
        actions: [...new Set(judged.flatMap(({ actions }) => actions))].sort(),
      };
    });
  };
}
