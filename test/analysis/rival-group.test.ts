import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { groupsWithout, rivalGroup } from "../../src/analysis/rival-group.js";
import { rivalsOf } from "../../src/analysis/rivals.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { chance, seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";

describe("rivals that are asked about together", () => {
  it("all-without-one-are-the-others: what is gone through once says of all but one what is said of those by themselves", () => {
    let compared = 0;
    for (let seed = 700; seed < 706; seed += 1) {
      const choices = seededChoices(seed);
      const { policySet } = check(generatePolicySet(choices), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const point of createAnalysis(lower(policySet)).points.slice(0, 4)) {
        const rivals = rivalsOf(point, "allow");
        const conjuncts = rivals.flatMap((rival) => rival.away.map((conjunct) => ({ rival, conjunct })));
        const without = groupsWithout(rivals, conjuncts);
        const asked = new Set(conjuncts.map(({ conjunct }) => conjunct).filter(() => chance(choices, 30)));
        const chosen = new Set(rivals.filter(() => chance(choices, 30)));
        for (const body of [...point.scope.allows, ...point.scope.denies, ...point.scope.obliges]) {
          const all = without(body);
          const others = rivalGroup(rivals.filter((rival) => rival.body !== body));
          expect(all.size).toBe(others.size);
          expect(all.always).toBe(others.always);
          expect(all.away()).toEqual(others.away());
          expect(all.asking(asked)).toEqual(others.asking(asked));
          expect(all.some((rival) => chosen.has(rival))).toBe(others.some((rival) => chosen.has(rival)));
          compared += all.size;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
