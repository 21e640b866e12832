import type { Choices } from "../../../src/testing/choices.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { compareWithAll } from "../../../src/testing/finite/finite-oracle.js";
import type { FiniteSet } from "../../../src/testing/finite/finite-set.js";

/** How the answers about the sets of many seeds compare with those of trying every request. */
export interface SeedsComparison {
  sets: number;
  answers: number;
  unknown: number;
  readonly wrong: string[];
}

/** Compares the sets of the seeds from `first` on, `count` of them. Those that the checker rejects are left out. */
export function compareSeeds(
  generate: (choices: Choices) => FiniteSet,
  first: number,
  count: number,
): SeedsComparison {
  const totals: SeedsComparison = { sets: 0, answers: 0, unknown: 0, wrong: [] };
  for (let seed = first; seed < first + count; seed += 1) {
    const comparison = compareWithAll(generate(seededChoices(seed)));
    if (comparison === undefined) continue;
    totals.sets += 1;
    totals.answers += comparison.answers;
    totals.unknown += comparison.open.length;
    totals.wrong.push(...comparison.wrong.map((answer) => `${seed} ${answer}`));
  }
  return totals;
}

/** For hundreds of sets, on a machine that has other work to do. */
export const compareTimeout = 600_000;
