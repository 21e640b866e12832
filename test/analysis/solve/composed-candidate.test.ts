import { describe, expect, it } from "vitest";
import { createAnalysis, matches, type Point } from "../../../src/analysis/analysis.js";
import { and, conjunctsOf } from "../../../src/analysis/encode/formula.js";
import { rivalsOf } from "../../../src/analysis/rivals.js";
import { composedCandidate } from "../../../src/analysis/solve/composed-candidate.js";
import { findRequest } from "../../../src/analysis/solve/find-request.js";
import { check } from "../../../src/compiler.js";
import type { RuleBody } from "../../../src/ir/decision-graph.js";
import { lower } from "../../../src/ir/lower.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { schema } from "../finding-words.js";

/** The first point of an allow with a condition. */
function allowed(condition: string): { readonly point: Point; readonly body: RuleBody } {
  const text = `${schema}\npolicy p {\nrule a allow User to db.query when ${condition}\n}\n`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const point = createAnalysis(lower(policySet)).points.find(({ scope }) => scope.allows.length > 0);
  const [body] = point?.scope.allows ?? [];
  if (!point || !body) throw new Error("the rule is in scope");
  return { point, body };
}

function isComposed(condition: string): boolean {
  const { point, body } = allowed(condition);
  return composedCandidate(point.encoder, conjunctsOf(matches(point, body)), undefined) !== undefined;
}

describe("composedCandidate", () => {
  it.each([
    ["different places", 'args.limit > 5 and args.table like "a*"'],
    ["one place twice", 'args.limit > 5 and args.limit < 50 and args.table == "a"'],
    ["what is tied to another place", "principal.team == args.table and args.limit > 5"],
    ["elements of a list", 'args.limit > 5 and (any c in args.columns: c like "a*")'],
  ])("puts values together for %s", (_, condition) => {
    expect(isComposed(condition)).toBe(true);
  });

  it("has none where there are none", () => {
    expect(isComposed('args.limit > 50 and args.limit < 5 and args.table == "a"')).toBe(false);
  });

  it("composed-candidates-are-requests: what holds for one holds for a request that the interpreter agrees to", () => {
    let found = 0;
    for (const seed of [1, 2, 3]) {
      const { policySet } = check(generateLargeSet({ rules: 60, actions: 20, seed }));
      if (policySet === undefined) throw new Error("the policy set does not check");
      const analysis = createAnalysis(lower(policySet));
      for (const point of analysis.points.slice(0, 8))
        for (const body of point.scope.allows) {
          const own = matches(point, body);
          const denies = rivalsOf(point, "deny").flatMap(({ away }) => away);
          const candidate = composedCandidate(point.encoder, conjunctsOf(own), undefined);
          if (!candidate || !denies.every((each) => candidate.holds(each))) continue;
          found += 1;
          const answer = findRequest(point.encoder, and(own, ...denies), (request) => {
            const replay = analysis.replay(point, request);
            return replay.isMatched(body.rule) && replay.isAllowed;
          });
          expect(answer.kind).toBe("found");
        }
    }
    expect(found).toBeGreaterThan(20);
  });
});
