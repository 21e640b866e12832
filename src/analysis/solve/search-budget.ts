/** How far a search goes at most: the same on every machine. */
export interface SearchBudget {
  readonly conflicts: number;
  /** Clauses, states of automata and bounds of sums that are looked at. */
  readonly steps: number;
  /** Ways to make the formula hold for which no request was found, though none is excluded. */
  readonly failures: number;
}

export const searchBudget: SearchBudget = { conflicts: 20_000, steps: 200_000_000, failures: 12 };

/** How far a search goes that is made ahead of others, which find what it does not. */
export const shortBudget: SearchBudget = { conflicts: 200, steps: 1_000_000, failures: 1 };

/**
 * What it costs, in conflicts, that so many assumptions leave no values: the more they are, the longer the proof took, and the less it
 * rules out.
 */
export function valuesContradiction(blamed: number): number {
  return Math.min(20, Math.floor(blamed ** 3 / 300));
}

/** What a failure costs for want of values, whose search is long: so many of the others. */
export const valuesCost = 3;

/** Whether a search starts anew after so many conflicts, with what it has learnt. */
export function isRestart(conflicts: number): boolean {
  return conflicts % restartUnit === 0;
}

const restartUnit = 128;

/** What a search took. */
export type SearchEffort = Pick<SearchBudget, "conflicts" | "steps">;

/** How many questions a search counts as beside its own: a long one as many, since of puzzles a few take as long as thousands of others. */
export function questionsFor({ conflicts, steps }: SearchEffort): number {
  return Math.floor(Math.max(conflicts / conflictsOfAQuestion, steps / stepsOfAQuestion));
}

/**
 * How many conflicts of a search count as much as a question. A policy set hardly has more than one in fifty questions; a puzzle has thousands in
 * each, and asks of each of its rules and operands.
 */
const conflictsOfAQuestion = 5;

/** How many steps count as much: most questions of policy sets take some hundreds. */
const stepsOfAQuestion = 40_000;
