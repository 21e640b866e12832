import fc from "fast-check";
import type { Choices } from "./choices.js";

/**
 * A generator as an arbitrary of fast-check: every choice is one of its integers, so it shrinks towards the simple choices.
 *
 * @example
 * fc.assert(fc.property(arbitraryOf((choices) => choices.int(0, 9)), (digit) => digit < 10));
 */
export function arbitraryOf<T>(generate: (choices: Choices) => T): fc.Arbitrary<T> {
  return fc.gen().map((draw) => generate({ int: (min, max) => draw(integer, min, max) }));
}

/** Without fast-check's bias to small and extreme numbers: the generators' weights are meant as they are. */
function integer(min: number, max: number): fc.Arbitrary<number> {
  return fc.noBias(fc.integer({ min, max }));
}
