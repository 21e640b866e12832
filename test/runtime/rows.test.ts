import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findByAddress,
  findByNumber,
  findByText,
  groupByValue,
  indexByAddress,
  indexByNumber,
  indexByText,
  indexByValue,
  inRanges,
  rowsFrom,
} from "../../src/runtime/rows.js";

/** The rows of a chain. */
function chainOf(index: { readonly rows: Int32Array; readonly next: Int32Array }, head: number): number[] {
  const rows: number[] = [];
  for (let entry = head; entry >= 0; entry = index.next[entry] ?? -1) rows.push(index.rows[entry] ?? -1);
  return rows;
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
const seed = 20261122;

describe("index-finds-just-the-rows (by text)", () => {
  for (const fromEnd of [false, true]) {
    it(fromEnd ? "by how a text ends" : "by how a text begins", () => {
      fc.assert(
        fc.property(fc.array(text, { maxLength: 30 }), text, (keys, asked) => {
          const index = indexByText(rowsFrom(0, keys.length), keys, fromEnd);
          const expected = keys.flatMap((key, row) =>
            (fromEnd ? asked.endsWith(key) : asked.startsWith(key)) ? [row] : [],
          );
          expect(chainOf(index, findByText(index, asked)).sort((a, b) => a - b)).toEqual(expected);
        }),
        { seed, numRuns: 500 },
      );
    });
  }

  it("finds nothing by nothing", () => {
    expect(findByText(indexByText(rowsFrom(0, 1), [""], false), undefined)).toBe(-1);
  });
});

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
});

describe("an index by value", () => {
  it("keeps the order of rows, with several keys a row", () => {
    const index = indexByValue(rowsFrom(0, 4), ["a", ["a", "b"], "b", "__proto__"]);
    const rows = (key: unknown) => chainOf(index, index.heads.get(key) ?? -1);
    expect([rows("a"), rows("b"), rows("__proto__"), rows("c")]).toEqual([[0, 1], [1, 2], [3], []]);
  });

  it("groups rows that are searched further", () => {
    const groups = groupByValue(rowsFrom(1, 4), ["x", "a", ["a", "b"], "b"], (rows) => [...rows]);
    expect([...groups]).toEqual([
      ["a", [1, 2]],
      ["b", [2, 3]],
    ]);
  });
});
