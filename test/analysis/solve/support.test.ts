import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot } from "../../../src/analysis/analysis.js";
import { evaluateFormula } from "../../../src/analysis/encode/evaluate-formula.js";
import { backgroundOf, before, takenIn } from "../../../src/analysis/solve/background.js";
import { candidateReader } from "../../../src/analysis/solve/candidate-reader.js";
import { sketchRequest } from "../../../src/analysis/solve/find-request.js";
import { memberSetsOf } from "../../../src/analysis/solve/member-sets.js";
import { plainSupport, supportIn } from "../../../src/analysis/solve/support.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";

describe("what formulas rest on in a background", () => {
  it("supported-formulas-hold: whatever stands before the background elsewhere", () => {
    const wrong: string[] = [];
    let held = 0;
    for (let seed = 410; seed < 415; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const point of createAnalysis(lower(policySet)).points.slice(0, 3)) {
        const formulas = [...point.scope.allows, ...point.scope.denies].flatMap((body) => [
          matches(point, body),
          matchesNot(point, body),
        ]);
        const models = formulas.flatMap((formula) => {
          const sketch = sketchRequest(point.encoder, formula, () => true);
          return sketch.kind === "found" ? [sketch.model] : [];
        });
        const [first, ...others] = models;
        if (first === undefined) continue;
        const sets = memberSetsOf(point.encoder.atoms);
        const quiet = backgroundOf(first, sets, supportIn(first));
        const empty = { entries: [], support: plainSupport(point.encoder) };
        for (const [other, background] of others.flatMap((each) => [
          [each, quiet] as const,
          [each, empty] as const,
        ])) {
          const taken = takenIn(other, [], sets);
          const { assumptions, values } = before(background, other, taken);
          const reader = candidateReader(point.encoder, assumptions, values);
          for (const formula of formulas) {
            if (!background.support.isKept(formula, taken)) continue;
            held += 1;
            if (evaluateFormula(formula, reader) !== true) wrong.push(String(seed));
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(held).toBeGreaterThan(20);
  });
});
