import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsFrom } from "../../src/runtime/rows.js";
import {
  findByAddress,
  findByNumber,
  indexByAddress,
  indexByNumber,
  inRanges,
} from "../../src/runtime/rows-by-range.js";
import { chainOf } from "./chain-of.js";

const seed = 20261122;

describe("index-finds-just-the-rows (by ranges)", () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));

  it("of numbers", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), fc.integer({ min: -2, max: 33 }), (ranges, asked) => {
        const index = indexByNumber(rowsFrom(0, ranges.length), ranges);
        for (const value of [asked, asked + 0.5]) {
          const found = chainOf(index, findByNumber(index, value));
          const expected = ranges.flatMap(([low, high], row) => (value >= low && value <= high ? [row] : []));
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
      { seed, numRuns: 500 },
    );
  });

  it("of numbers without a bound", () => {
    const ranges = [
      [Number.NEGATIVE_INFINITY, 3],
      [5, Number.POSITIVE_INFINITY],
    ];
    const index = indexByNumber(rowsFrom(0, 2), ranges);
    expect(chainOf(index, findByNumber(index, -1e300))).toEqual([0]);
    expect(chainOf(index, findByNumber(index, 1e300))).toEqual([1]);
    expect(findByNumber(index, undefined)).toBe(-1);
  });

  it("of numbers next to a bound", () => {
    const ranges = [0, 1, -1, 0.1, 1e300, Number.MAX_SAFE_INTEGER].map((bound) => [bound, bound]);
    const index = indexByNumber(rowsFrom(0, ranges.length), ranges);
    ranges.forEach(([bound = 0], row) => {
      const beside = bound + Math.max(Math.abs(bound) * Number.EPSILON, Number.MIN_VALUE);
      expect(chainOf(index, findByNumber(index, bound))).toEqual([row]);
      expect(chainOf(index, findByNumber(index, beside))).toEqual([]);
    });
  });

  it("of addresses, each version by itself", () => {
    const ranges = [
      [0x0a000000, 0x0affffff],
      [0x0a000000n, 0x0affffffn],
    ];
    const index = indexByAddress(rowsFrom(0, 2), ranges);
    expect(chainOf(index, findByAddress(index, 0x0a000001))).toEqual([0]);
    expect(chainOf(index, findByAddress(index, 0x0a000001n))).toEqual([1]);
    expect(findByAddress(index, undefined)).toBe(-1);
    expect(inRanges(0x0a000001n, ranges[0] ?? [])).toBe(false);
    expect(inRanges(0x0a000001n, ranges[1] ?? [])).toBe(true);
    expect(inRanges(undefined, ranges[1] ?? [])).toBe(false);
  });

  it("takes n log n entries for ranges within ranges", () => {
    const ranges = Array.from({ length: 1000 }, (_, row) => [row, 4000 - row]);
    const index = indexByNumber(rowsFrom(0, 1000), ranges);
    expect(index.rows.length).toBeLessThan(25_000);
    expect(chainOf(index, findByNumber(index, 2000))).toHaveLength(1000);
  });

  it("of numbers of all magnitudes, next to bounds that are far from each other", () => {
    const bound = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(bound, bound), { maxLength: 80 }), bound, (ends, other) => {
        const ranges = ends.map(([a, b]) => (a < b ? [a, b] : [b, a]));
        const index = indexByNumber(rowsFrom(0, ranges.length), ranges);
        for (const value of [other, ...ends.flat().slice(0, 20)]) {
          const expected = ranges.flatMap(([low = 0, high = 0], row) =>
            value >= low && value <= high ? [row] : [],
          );
          const found = chainOf(index, findByNumber(index, value));
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
      { seed, numRuns: 200 },
    );
  });

  it("of neighbouring networks, with a bound between them", () => {
    const ranges = Array.from({ length: 200 }, (_, row) => [row * 256, row * 256 + 255]);
    const index = indexByAddress(rowsFrom(0, 200), ranges);
    expect(index.bounds).toHaveLength(201);
    for (const row of [0, 77, 199]) {
      expect(chainOf(index, findByAddress(index, row * 256))).toEqual([row]);
      expect(chainOf(index, findByAddress(index, row * 256 + 255))).toEqual([row]);
    }
    expect(findByAddress(index, 200 * 256)).toBe(-1);
  });
});
