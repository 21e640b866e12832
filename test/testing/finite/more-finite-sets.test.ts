import { describe, expect, it } from "vitest";
import { generateFiniteSet } from "../../../src/testing/finite/finite-set.js";
import { compareSeeds, compareTimeout } from "./compare-seeds.js";

/* As many sets again as in finite-oracle.test.ts: in a file of their own, for another core. */

describe("the oracle that tries every request", () => {
  it(
    "analysis-agrees-with-brute-force: nine hundred sets more",
    () => {
      const { answers, unknown, wrong } = compareSeeds(generateFiniteSet, 1001, 900);
      expect(wrong).toEqual([]);
      expect(answers).toBeGreaterThan(5000);
      expect(unknown / answers).toBeLessThan(0.005);
    },
    compareTimeout,
  );
});
