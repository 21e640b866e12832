import type { MutantVerdict } from "./mutant-verdict.js";
import type { JudgedMutant } from "./mutation-report.js";

/**
 * The share of mutants that are killed, of those that could be, in percent; undefined where there are none. One that is undecided counts as
 * one that could be: nothing is called noticed that is not. One that is proved equivalent, or that no test can state, does not.
 */
export function mutationScore({ killed, survived, undecided }: MutationCounts): number | undefined {
  const all = killed + survived + undecided;
  return all === 0 ? undefined : (100 * killed) / all;
}

/** How many mutants came to each end. */
export type MutationCounts = Readonly<Record<MutantVerdict["kind"], number>>;

/** All ends, as reports list them. */
export const verdictKinds = ["killed", "survived", "undecided", "unstated", "equivalent"] as const;

/** Counts mutants by what became of them. */
export function countVerdicts(mutants: readonly JudgedMutant[]): MutationCounts {
  const counts = { killed: 0, survived: 0, undecided: 0, unstated: 0, equivalent: 0 };
  for (const { verdict } of mutants) counts[verdict.kind]++;
  return counts;
}
