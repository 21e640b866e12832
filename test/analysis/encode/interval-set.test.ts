import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  complement,
  contains,
  doubles,
  type IntervalSet,
  intersection,
  isSubset,
  nearest,
  type Scale,
  union,
} from "../../../src/analysis/encode/interval-set.js";

const small: Scale<number> = { minimum: -8, maximum: 8, after: (n) => n + 1, before: (n) => n - 1 };
const all = Array.from({ length: 17 }, (_, index) => index - 8);

const sets = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 8 }), fc.integer({ min: 0, max: 5 })), { maxLength: 5 })
  .map((pairs) =>
    union(small, ...pairs.map(([from, size]): IntervalSet<number> => [[from, Math.min(8, from + size)]])),
  );

const members = (set: IntervalSet<number>) => all.filter((value) => contains(set, value));

describe("interval sets", () => {
  it("interval-sets-are-sets: they agree with sets of their members, and neither overlap nor touch", () => {
    fc.assert(
      fc.property(sets, sets, (left, right) => {
        const [inLeft, inRight] = [members(left), members(right)];
        expect(members(intersection(left, right))).toEqual(inLeft.filter((value) => inRight.includes(value)));
        expect(members(union(small, left, right))).toEqual(
          all.filter((value) => inLeft.includes(value) || inRight.includes(value)),
        );
        expect(members(complement(small, left))).toEqual(all.filter((value) => !inLeft.includes(value)));
        expect(isSubset(left, right)).toBe(inLeft.every((value) => inRight.includes(value)));
        for (const [index, [first]] of left.slice(1).entries())
          expect(first).toBeGreaterThan((left[index]?.[1] ?? 0) + 1);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("finds the member that lies nearest, the lower one of two", () => {
    expect(
      nearest(
        [
          [0, 2],
          [6, 9],
        ],
        4,
      ),
    ).toBe(2);
    expect(
      nearest(
        [
          [0, 2],
          [6, 9],
        ],
        5,
      ),
    ).toBe(6);
    expect(
      nearest(
        [
          [0, 2],
          [6, 9],
        ],
        7,
      ),
    ).toBe(7);
    expect(nearest([], 7)).toBeUndefined();
  });

  it("knows the neighbours of doubles, across zero and at the smallest ones", () => {
    expect(doubles.after(1)).toBe(1 + Number.EPSILON);
    expect(doubles.before(1)).toBe(1 - Number.EPSILON / 2);
    expect(doubles.after(0)).toBe(Number.MIN_VALUE);
    expect(doubles.before(0)).toBe(-Number.MIN_VALUE);
    expect(doubles.after(-Number.MIN_VALUE) === 0).toBe(true);
  });
});
