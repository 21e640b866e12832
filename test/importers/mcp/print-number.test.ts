import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printNumber, readableMinimum } from "../../../src/importers/mcp/print-number.js";

const seed = 20261121;

describe("numbers in an imported file", () => {
  it.each([
    [0, "0"],
    [-1.5, "-1.5"],
    [1e21, "1000000000000000000000.0"],
    [2 ** 60, "1152921504606847000.0"],
    [1.25e-9, "0.00000000125"],
    [-1.5e22, "-15000000000000000000000.0"],
  ])("%d is %s", (value, expected) => {
    expect(printNumber(value)).toBe(expected);
  });

  it("law printed-number-reads-back: what is printed is the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(printNumber(value)).toMatch(/^-?\d+(\.\d+)?$/);
        // Not `toBe`: 0 and -0 are one number in Pol.
        expect(Number(printNumber(value)) === value).toBe(true);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("law readable-bound-refuses-no-more: a bound is short, and never above what it replaces", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const readable = readableMinimum(value) ?? -Infinity;
        expect(readable).toBeLessThanOrEqual(value);
        expect(Number.isFinite(readable) ? printNumber(readable).length : 0).toBeLessThan(50);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("rounds away from what is allowed", () => {
    expect([5e-324, -5e-324, 1e300, -1e300, 1.5].map(readableMinimum)).toEqual([
      0,
      -1e-15,
      1e30,
      undefined,
      1.5,
    ]);
  });
});
