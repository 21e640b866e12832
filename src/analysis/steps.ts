/*
 * What searches for values take is counted in steps: a step looks at one clause, one state of some automata with one more letter, one bound of a
 * sum. So what takes long is known to whoever asked for it, and is the same on every machine. Results that are remembered are counted
 * again when they are found again, as if they had been made: so it does not hang on what was asked before.
 */

let made = 0;

/** Counts steps, for whoever is {@link counted}. */
export function countSteps(steps: number): void {
  made += steps;
}

/** A result, and how many steps it took. */
export interface Counted<Result> {
  readonly result: Result;
  readonly steps: number;
}

/** Makes something, and counts the steps that it takes. */
export function counted<Result>(make: () => Result): Counted<Result> {
  const before = made;
  const result = make();
  return { result, steps: made - before };
}

/** What was made before, of which the steps count again. */
export function countedAgain<Result>({ result, steps }: Counted<Result>): Result {
  countSteps(steps);
  return result;
}
