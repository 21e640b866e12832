import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot } from "../../../src/analysis/analysis.js";
import { evaluateFormula } from "../../../src/analysis/encode/evaluate-formula.js";
import { conjunctsOf, type Formula, no, or } from "../../../src/analysis/encode/formula.js";
import { candidateReader, withoutUnknowns } from "../../../src/analysis/solve/candidate-reader.js";
import { sketchRequest } from "../../../src/analysis/solve/find-request.js";
import { createFormulaIndex } from "../../../src/analysis/solve/formula-index.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { type Choices, seededChoices, several } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";

describe("an index of formulas", () => {
  it("index-finds-what-fails: just the formulas that a candidate does not make hold, in their order", () => {
    const wrong: number[] = [];
    let [failed, all] = [0, 0];
    for (let seed = 520; seed < 526; seed += 1) {
      const choices = seededChoices(seed);
      const { policySet } = check(generatePolicySet(choices), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const point of createAnalysis(lower(policySet)).points.slice(0, 3)) {
        const parts = [...point.scope.allows, ...point.scope.denies].flatMap((body) =>
          [matches(point, body), matchesNot(point, body)].flatMap(conjunctsOf),
        );
        if (parts.length === 0) continue;
        const formulas = alternatives(choices, parts);
        const index = createFormulaIndex(formulas, (formula) => formula);
        for (const part of parts) {
          const sketch = sketchRequest(point.encoder, part, () => true);
          if (sketch.kind !== "found") continue;
          const { assumptions, values } = sketch.model;
          const reader = withoutUnknowns(candidateReader(point.encoder, assumptions, values));
          const holds = (formula: Formula) => evaluateFormula(formula, reader) === true;
          const expected = formulas.filter((formula) => !holds(formula));
          const found = index.open({ reader, holds }).filter((formula) => !holds(formula));
          if (found.length !== expected.length || found.some((each, place) => each !== expected[place]))
            wrong.push(seed);
          failed += expected.length;
          all += formulas.length;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(failed).toBeGreaterThan(all / 20);
    expect(failed).toBeLessThan(all);
  });
});

/** Each of some formulas, choices among a few of them, and what never holds. */
function alternatives(choices: Choices, parts: readonly Formula[]): readonly Formula[] {
  const some = (): Formula =>
    or(...several(choices, 2, 12, () => parts[choices.int(0, parts.length - 1)] ?? no));
  return [...parts, no, ...several(choices, 40, 40, some)];
}
