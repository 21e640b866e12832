/*
 * What takes long is counted in steps: a step looks at one clause, one state of an automaton with one more letter, one bound of a sum. Whoever
 * pays for it measures the steps, and they are the same on every machine. Results that are remembered count again when they are found
 * again, as if they had been made: so it does not hang on what was asked before.
 */

let made = 0;

/** Counts steps. */
export function countSteps(steps: number): void {
  made += steps;
}

/** A result, and how many steps it took. */
export interface Counted<Result> {
  readonly result: Result;
  readonly steps: number;
}

/** Makes something, and tells the steps that it takes: they are no longer those of whoever asked for it, unless they are {@link countedAgain}. */
export function counted<Result>(make: () => Result): Counted<Result> {
  const before = made;
  const result = make();
  const steps = made - before;
  made = before;
  return { result, steps };
}

/** What was made, with its steps. */
export function countedAgain<Result>({ result, steps }: Counted<Result>): Result {
  countSteps(steps);
  return result;
}
