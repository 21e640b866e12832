import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot, type Point } from "../../../src/analysis/analysis.js";
import { and, conjunctsOf, type Formula } from "../../../src/analysis/encode/formula.js";
import { contradict } from "../../../src/analysis/solve/contradict.js";
import { findRequest } from "../../../src/analysis/solve/find-request.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { schema } from "../finding-words.js";

/** Whether it is seen that a deny with one condition matches whatever an allow with another one does. */
function isImplied(condition: string, implied: string): boolean {
  const rules = `rule a allow User to db.query when ${condition}\nrule d deny User to db.query when ${implied}`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}\n` }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const point = createAnalysis(lower(policySet)).points.find(({ scope }) => scope.allows.length > 0);
  const [allow] = point?.scope.allows ?? [];
  const [deny] = point?.scope.denies ?? [];
  if (!point || !allow || !deny) throw new Error("both rules are in scope");
  return contradict(point.encoder, matches(point, allow), matchesNot(point, deny));
}

/** What rules ask for, and that they do not match, at the points of a policy set. */
function formulasAt(policySet: PolicySet | undefined): readonly (readonly [Point, readonly Formula[]])[] {
  if (policySet === undefined) return [];
  return createAnalysis(lower(policySet))
    .points.filter(({ contenders }) => contenders > 2)
    .slice(0, 4)
    .map((point) => {
      const bodies = [...point.scope.denies.slice(0, 6), ...point.scope.allows.slice(0, 6)];
      return [
        point,
        bodies.flatMap((body) => [matches(point, body), ...conjunctsOf(matchesNot(point, body))]),
      ];
    });
}

describe("contradict", () => {
  it.each([
    ["a number and a wider bound", "args.limit < 10", "args.limit < 50"],
    ["one of two clauses", 'args.limit < 10 and args.table == "a"', "args.limit < 50"],
    ["texts", 'args.table like "sales_eu*"', 'args.table like "sales_*"'],
    ["all of two alternatives", "args.limit < 10 or args.limit in 20..30", "args.limit < 50"],
    ["one of two alternatives", "args.limit < 10", 'args.limit < 50 or args.table == "a"'],
    ["what may be absent", "context has risk and context.risk < 5", "context has risk and context.risk < 9"],
  ])("sees by %s that there is no request", (_, condition, implied) => {
    expect(isImplied(condition, implied)).toBe(true);
  });

  it.each([
    ["a narrower bound", "args.limit < 50", "args.limit < 10"],
    ["one alternative of two", "args.limit < 10 or args.limit > 60", "args.limit < 50"],
    ["another place", 'args.table == "a"', "args.limit < 50"],
  ])("sees nothing in %s", (_, condition, implied) => {
    expect(isImplied(condition, implied)).toBe(false);
  });

  it("contradictions-have-no-request: what is seen to contradict each other never holds together", () => {
    let seen = 0;
    for (let seed = 1; seed <= 3; seed += 1) {
      const small = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      const large = check(generateLargeSet({ rules: 60, actions: 20, seed }));
      for (const [{ encoder }, formulas] of [small, large].flatMap((each) => formulasAt(each.policySet)))
        for (const [index, left] of formulas.entries())
          for (const right of formulas.slice(index + 1)) {
            if (!contradict(encoder, left, right)) continue;
            seen += 1;
            if (seen % 5 === 0)
              expect(findRequest(encoder, and(left, right), () => true)).toMatchObject({ kind: "none" });
          }
    }
    expect(seen).toBeGreaterThan(30);
  });
});
