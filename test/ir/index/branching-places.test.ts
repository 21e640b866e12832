import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchingPlaces } from "../../../src/ir/index/branching-places.js";

const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 }), { maxLength: 20 });

describe("branchingPlaces", () => {
  it("are few where texts are alike", () => {
    expect(branchingPlaces(["/tenant1/", "/tenant2/", "/tenant12/"], false)).toEqual([7, 8]);
    expect(branchingPlaces(["eu.example.com", "us.example.com", "example.com"], true)).toEqual([11, 12]);
    expect(branchingPlaces(["same", "same"], false)).toEqual([]);
  });

  it("branching-places-tell-texts-apart", () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (all, fromEnd) => {
        const places = branchingPlaces(all, fromEnd);
        const letters = (text: string) =>
          places.map((place) => text[fromEnd ? text.length - 1 - place : place] ?? "").join();
        const distinct = new Set(all);
        expect(new Set([...distinct].map(letters)).size).toBe(distinct.size);
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
