import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { outcomesOf, sharedSet } from "./shared-analysis.js";

describe("createAnalysisShare", () => {
  it("finds and asks what one thread does, whoever works at what (`threads-change-nothing`)", () => {
    let findings = 0;
    fc.assert(
      fc.property(arbitraryOf(sharedSet), (set) => {
        const outcomes = outcomesOf(set);
        expect(outcomes?.shared).toEqual(outcomes?.alone);
        findings += outcomes?.alone.found.length ?? 0;
      }),
      { numRuns: 4, seed: 20_261_128, endOnFailure: true },
    );
    expect(findings).toBeGreaterThan(5);
  });
});
