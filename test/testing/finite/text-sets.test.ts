import { describe, expect, it } from "vitest";
import { generateTextSet } from "../../../src/testing/finite/finite-set.js";
import { compareSeeds, compareTimeout } from "./compare-seeds.js";

describe("sets over short texts", () => {
  it(
    "text-answers-agree-with-brute-force: patterns, lower-case forms, lengths and equalities are decided",
    () => {
      const { sets, answers, unknown, wrong } = compareSeeds(generateTextSet, 1, 110);
      expect(wrong).toEqual([]);
      expect(sets).toBeGreaterThan(60);
      expect(answers).toBeGreaterThan(400);
      expect(unknown / answers).toBeLessThan(0.005);
    },
    compareTimeout,
  );
});
