import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimalAmong } from "../../src/analysis/minimal-among.js";

describe("minimalAmong", () => {
  it("leaves the last ones out first", () => {
    const isEven = (each: number) => each % 2 === 0;
    expect(minimalAmong([1, 2, 3, 4], (kept) => (kept.some(isEven) ? kept : undefined))).toEqual([2]);
    expect(minimalAmong([1, 2], (kept) => kept)).toEqual([]);
    const left: number[] = [];
    minimalAmong([1, 2, 3], (_, each) => void left.push(each));
    expect(left).toEqual([3, 2, 1]);
  });

  it("minimal-among: what is kept suffices, in order, and nothing of it can be left out", () => {
    const part = fc.uniqueArray(fc.nat(7));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (sufficient) => {
        const all = [0, 1, 2, 3, 4, 5, 6, 7];
        const suffices = (kept: readonly number[]) =>
          sufficient.some((needed) => needed.every((each) => kept.includes(each)));
        const kept = minimalAmong(all, (some) => (suffices(some) ? some : undefined));
        expect(suffices(kept)).toBe(true);
        expect(kept).toEqual(all.filter((each) => kept.includes(each)));
        for (const each of kept) expect(suffices(kept.filter((other) => other !== each))).toBe(false);
        const isIn = (some: readonly number[]) => (needed: readonly number[]) =>
          needed.every((each) => some.includes(each));
        expect(minimalAmong(all, (some) => sufficient.find(isIn(some)))).toEqual(kept);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
