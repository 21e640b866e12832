import { describe, expect, it } from "vitest";
import { Contests } from "../../../src/analysis/incremental/contests.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { chance, seededChoices } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";

describe("Contests", () => {
  it("say of every rule what they would say if they had seen no other version (`contests-are-as-counted-anew`)", () => {
    const { policySet } = check(generateLargeSet({ rules: 60, actions: 20 }));
    if (policySet === undefined) throw new Error("the policy set does not check");
    const choices = seededChoices(20_261_125);
    const contests = new Contests();
    const orders = new Map<string, string>();
    let [changed, same] = [0, 0];
    for (let version = 0; version < 12; version += 1) {
      const rules = policySet.rules.filter(() => chance(choices, 85));
      const graph = lower({ ...policySet, rules });
      const anew = new Contests();
      for (const each of [contests, anew]) each.turn(graph);
      for (const rule of rules) {
        const [known, counted] = [contests.of(rule), anew.of(rule)];
        expect([known.least, known.order()]).toEqual([counted.least, counted.order()]);
        if (orders.get(rule.id) === known.order()) same += 1;
        else changed += 1;
        orders.set(rule.id, known.order());
      }
    }
    expect(Math.min(changed, same)).toBeGreaterThan(100);
  });
});
