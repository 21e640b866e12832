import fc from "fast-check";
import type { Choices } from "./choices.js";

/**
 * A generator as an arbitrary of fast-check: every choice is one of its integers, so it shrinks towards the simple choices.
 *
 * @example
 * fc.assert(fc.property(arbitraryOf((choices) => choices.int(0, 9)), (digit) => digit < 10));
 */
export function arbitraryOf<T>(generate: (choices: Choices) => T): fc.Arbitrary<T> {
  const integers = integerBuilders();
  return fc.gen().map((draw) => generate({ int: (min, max) => draw(integers(min, max)) }));
}

/** Gives the same builder for the same bounds: fast-check finds those at once, where it would compare the bounds with all earlier ones. */
function integerBuilders(): (min: number, max: number) => () => fc.Arbitrary<number> {
  const known = new Map<number, Map<number, () => fc.Arbitrary<number>>>();
  return (min, max) => {
    const from = known.get(min) ?? new Map<number, () => fc.Arbitrary<number>>();
    known.set(min, from);
    const builder = from.get(max) ?? (() => integer(min, max));
    from.set(max, builder);
    return builder;
  };
}

/** Without fast-check's bias to small and extreme numbers: the generators' weights are meant as they are. */
function integer(min: number, max: number): fc.Arbitrary<number> {
  return fc.noBias(fc.integer({ min, max }));
}
