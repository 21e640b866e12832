import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeTexts } from "../../src/codegen/place-texts.js";

const texts = fc.uniqueArray(fc.string({ maxLength: 12 }), { maxLength: 30 });

describe("placing texts", () => {
  it("gives each a place of its own within the table (placed-texts-do-not-collide)", () => {
    fc.assert(
      fc.property(texts, (all) => {
        const placed = placeTexts(all);
        if (placed === undefined) return;
        const { size, factor, places } = placed;
        expect(new Set(places).size).toBe(all.length);
        expect(places.every((place) => place >= 0 && place < size)).toBe(true);
        expect(places).toEqual(
          all.map((text) => (text.charCodeAt(text.length - 1) + factor * text.length) & (size - 1)),
        );
      }),
      { seed: 61, numRuns: 300 },
    );
  });

  it("tells texts apart by their last character and their length", () => {
    expect(placeTexts(["role1", "role2", "role3"])?.size).toBe(4);
    expect(placeTexts(["a", "aa", "aaa", ""])).toBeDefined();
    expect(placeTexts(["reader", "editor"])).toBeUndefined();
  });
});
