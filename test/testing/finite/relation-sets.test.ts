import { describe, expect, it } from "vitest";
import { generateRelationSet } from "../../../src/testing/finite/finite-set.js";
import { compareSeeds, compareTimeout } from "./compare-seeds.js";

describe("sets whose rules test relations", () => {
  it(
    "relation-answers-agree-with-brute-force: with every set of answers that tuples can give",
    () => {
      const { sets, answers, unknown, wrong } = compareSeeds(generateRelationSet, 1, 12);
      expect(wrong).toEqual([]);
      expect(sets).toBeGreaterThan(4);
      expect(answers).toBeGreaterThan(40);
      expect(unknown / answers).toBeLessThan(0.02);
    },
    compareTimeout,
  );
});
