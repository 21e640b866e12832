import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchingPlaces } from "../../src/ir/index/branching-places.js";
import { rowsFrom } from "../../src/runtime/rows.js";
import { findByText, indexByText } from "../../src/runtime/rows-by-text.js";
import { chainOf } from "./chain-of.js";

const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
const places = fc.uniqueArray(fc.nat(7), { maxLength: 4 }).map((some) => some.sort((a, b) => a - b));
const seed = 20261122;

describe("index-finds-just-the-rows (by text)", () => {
  for (const fromEnd of [false, true]) {
    it(fromEnd ? "by how a text ends" : "by how a text begins", () => {
      fc.assert(
        fc.property(fc.array(text, { maxLength: 30 }), places, text, (keys, others, asked) => {
          const expected = keys.flatMap((key, row) =>
            (fromEnd ? asked.endsWith(key) : asked.startsWith(key)) ? [row] : [],
          );
          // Places by which keys are not all told apart cost time alone.
          for (const toldApartBy of [branchingPlaces(keys, fromEnd), others]) {
            const index = indexByText(rowsFrom(0, keys.length), keys, fromEnd, toldApartBy);
            const found = chainOf(index, findByText(index, asked));
            expect(found.sort((a, b) => a - b)).toEqual(expected);
          }
        }),
        { seed, numRuns: 500 },
      );
    });
  }

  it("finds nothing by nothing", () => {
    expect(findByText(indexByText(rowsFrom(0, 1), [""], false, []), undefined)).toBe(-1);
  });

  it("looks keys up once that are told apart by the same letters", () => {
    const keys = Array.from({ length: 120 }, (_, index) => `/tenant${index}/drafts/`);
    const index = indexByText(rowsFrom(0, 120), keys, false, branchingPlaces(keys, false));
    expect([[...index.places], [...index.depths]]).toEqual([[7, 8, 9], [3]]);
    expect(chainOf(index, findByText(index, "/tenant77/drafts/minutes.md"))).toEqual([77]);
  });
});
