import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allOf,
  anyOf,
  both,
  either,
  multiply,
  negated,
  type Outcome,
  subtract,
} from "../../src/runtime/outcome.js";

const outcomes: readonly Outcome[] = [true, false, null];

/** Strong Kleene's tables, an error between false and true. */
const rank = (outcome: Outcome) => (outcome === null ? 1 : outcome ? 2 : 0);
const ranked = [false, null, true] as const;
const least = (...all: Outcome[]) => ranked[Math.min(...all.map(rank))];
const greatest = (...all: Outcome[]) => ranked[Math.max(...all.map(rank))];

describe("outcomes", () => {
  it("are joined as Kleene's tables have it", () => {
    for (const right of outcomes) {
      for (const left of [true, null] as const) expect(both(left, right)).toBe(least(left, right));
      for (const left of [false, null] as const) expect(either(left, right)).toBe(greatest(left, right));
      expect(negated(right)).toBe(ranked[2 - rank(right)]);
    }
  });

  it("of elements are joined in the same way", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...outcomes)), (all) => {
        expect(anyOf(all, (each) => each)).toBe(greatest(false, ...all));
        expect(allOf(all, (each) => each)).toBe(least(true, ...all));
      }),
      { seed: 20261121 },
    );
  });
});

describe("arithmetic", () => {
  const integer = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(2 ** 26, -(2 ** 27)),
  );

  it("is exact or an error, and knows no -0", () => {
    const exactly = (result: bigint) => {
      const number = Number(result);
      return Number.isSafeInteger(number) ? number : null;
    };
    fc.assert(
      fc.property(integer, integer, (left, right) => {
        const [l, r] = [left + 0, right + 0];
        expect(Object.is(add(l, r), exactly(BigInt(l) + BigInt(r)))).toBe(true);
        expect(Object.is(subtract(l, r), exactly(BigInt(l) - BigInt(r)))).toBe(true);
        expect(Object.is(multiply(l, r), exactly(BigInt(l) * BigInt(r)))).toBe(true);
      }),
      { seed: 20261121, numRuns: 5000 },
    );
  });

  it("passes errors on", () => {
    for (const calculate of [add, subtract, multiply]) {
      expect([calculate(null, 1), calculate(1, null), calculate(null, null)]).toEqual([null, null, null]);
    }
  });
});
