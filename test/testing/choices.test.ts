import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { canonicalJson } from "../../src/testing/canonical-json.js";
import { pick, seededChoices, several, shuffled, some, weighted } from "../../src/testing/choices.js";

describe("seeded choices", () => {
  it("are the same for the same seed, and within their bounds", () => {
    const draw = (seed: number) => several(seededChoices(seed), 50, 50, () => 0).length;
    expect(draw(1)).toBe(50);
    const numbers = (seed: number) => {
      const choices = seededChoices(seed);
      return Array.from({ length: 1000 }, () => choices.int(-3, 4));
    };
    expect(numbers(5)).toEqual(numbers(5));
    expect(numbers(5)).not.toEqual(numbers(6));
    expect(new Set(numbers(5))).toEqual(new Set([-3, -2, -1, 0, 1, 2, 3, 4]));
  });

  it("differ for seeds beyond 32 bits", () => {
    const first = (seed: number) => seededChoices(seed).int(0, 2 ** 31);
    expect(first(1)).not.toBe(first(1 + 2 ** 33));
  });

  it("keep weights, and orders are permutations", () => {
    const choices = seededChoices(3);
    const drawn = Array.from({ length: 4000 }, () => weighted(choices, [[3, "a"], [1, "b"], [0, "c"]])); // biome-ignore format: a table
    expect(drawn.filter((each) => each === "a").length).toBeGreaterThan(2800);
    expect(drawn).not.toContain("c");
    expect([...shuffled(choices, [1, 2, 3, 4])].sort()).toEqual([1, 2, 3, 4]);
    expect(new Set(some(choices, [1, 2, 3], 3, 3)).size).toBe(3);
  });
});

describe("arbitraryOf", () => {
  it("shrinks towards the simple choices", () => {
    const list = arbitraryOf((choices) => several(choices, 0, 20, () => pick(choices, [0, 1, 2, 3])));
    const result = fc.check(
      fc.property(list, (values) => values.filter((value) => value === 3).length < 2),
      { seed: 1 },
    );
    expect(result.numShrinks).toBeGreaterThan(0);
    expect(result.counterexample?.[0].filter((value) => value !== 0)).toEqual([3, 3]);
  });
});

describe("canonicalJson", () => {
  it("tells apart what JSON does not, and not the order of keys", () => {
    expect(canonicalJson({ b: 1, a: [2] })).toBe(canonicalJson({ a: [2], b: 1 }));
    expect(canonicalJson({ a: undefined })).toBe("{}");
    expect(canonicalJson(-0)).not.toBe(canonicalJson(0));
    expect(canonicalJson(1n)).not.toBe(canonicalJson(1));
    expect(canonicalJson(Number.NaN)).not.toBe(canonicalJson(null));
  });
});
