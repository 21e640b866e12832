import { describe, expect, it } from "vitest";
import { bodyInScope } from "../../src/analysis/scope-bodies.js";
import { check } from "../../src/compiler.js";
import type { RuleBody } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";

describe("bodyInScope", () => {
  const { policySet } = check(generateLargeSet({ rules: 60, actions: 20 }));
  if (policySet === undefined) throw new Error("the set has errors");
  const { rules } = policySet;
  const { scopes } = lower(policySet);

  it("bodies-by-place: what is found by a rule's place is the rule's body", () => {
    for (const scope of scopes) {
      const bodies: readonly RuleBody[] = [...scope.allows, ...scope.denies, ...scope.obliges];
      const ofRules = new Map(bodies.map((body) => [body.rule, body]));
      for (const [index, rule] of rules.entries())
        expect(bodyInScope(scope, rule, index)).toBe(ofRules.get(rule));
    }
  });
});
