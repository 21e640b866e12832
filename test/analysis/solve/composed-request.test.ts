import { describe, expect, it } from "vitest";
import { createAnalysis, matches, type Point } from "../../../src/analysis/analysis.js";
import { evaluateFormula } from "../../../src/analysis/encode/evaluate-formula.js";
import { and, conjunctsOf, type Formula } from "../../../src/analysis/encode/formula.js";
import { deniesAway } from "../../../src/analysis/rivals.js";
import {
  type ComposedRequest,
  composeRequest,
  mendRequest,
  openPlaces,
} from "../../../src/analysis/solve/composed-request.js";
import { findRequest } from "../../../src/analysis/solve/find-request.js";
import { jointReader } from "../../../src/analysis/solve/request-part.js";
import { check } from "../../../src/compiler.js";
import type { RuleBody } from "../../../src/ir/decision-graph.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { schema } from "../finding-words.js";

/** The first point of an allow with a condition. */
function allowed(
  condition: string,
  denied: readonly string[] = [],
  action = "db.query",
): { readonly point: Point; readonly body: RuleBody } {
  const denies = denied.map((each, index) => `rule d${index} deny User to ${action} when ${each}`);
  const allow = `rule a allow User to ${action} when ${condition}`;
  const text = `${schema}\npolicy p {\n${[allow, ...denies].join("\n")}\n}\n`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const point = createAnalysis(lower(policySet)).points.find(({ scope }) => scope.allows.length > 0);
  const [body] = point?.scope.allows ?? [];
  if (!point || !body) throw new Error("the rule is in scope");
  return { point, body };
}

function composed(point: Point, own: Formula): ComposedRequest | undefined {
  return composeRequest(point.encoder, conjunctsOf(own));
}

function isComposed(condition: string): boolean {
  const { point, body } = allowed(condition);
  return composed(point, matches(point, body)) !== undefined;
}

describe("composeRequest", () => {
  it.each([
    ["different places", 'args.limit > 5 and args.table like "a*"'],
    ["one place twice", 'args.limit > 5 and args.limit < 50 and args.table == "a"'],
    ["what is tied to another place", "principal.team == args.table and args.limit > 5"],
    ["elements of a list", 'args.limit > 5 and (any c in args.columns: c like "a*")'],
    [
      "alternatives of which the first does not do",
      'args.limit > 5 and (args.limit < 3 or args.table == "a")',
    ],
  ])("puts values together for %s", (_, condition) => {
    expect(isComposed(condition)).toBe(true);
  });

  it("has none where there are none", () => {
    expect(isComposed('args.limit > 50 and args.limit < 5 and args.table == "a"')).toBe(false);
  });
});

describe("mendRequest", () => {
  it("changes what was asked for no more than it must, and all else as it likes", () => {
    const { point, body } = allowed('args.limit > 5 and args.table like "a*"', [
      "args.limit < 9",
      'args.table like "*b" or args.table == "a"',
      'principal.team == "" or args.columns.length == 0',
    ]);
    const { requirements } = deniesAway(point);
    const request = composed(point, matches(point, body));
    if (request === undefined) throw new Error("the request is composed");
    expect(openPlaces(request, requirements).length).toBeGreaterThan(0);
    const mended = mendRequest(request, requirements);
    expect(mended.open).toEqual([]);
    expect(openPlaces(mended.request, requirements)).toEqual([]);
  });

  it("takes no URL for one without a port of which nothing is said", () => {
    const { point, body } = allowed('args.mode == "fast"', ["(args.url.port ?? 1) > 5"], "web.fetch");
    const { requirements } = deniesAway(point);
    const request = composed(point, matches(point, body));
    expect(request && openPlaces(request, requirements)).not.toEqual([]);
  });

  it("leaves open what always stands in the way", () => {
    const { point, body } = allowed("args.limit > 5", ["args.limit > 3"]);
    const request = composed(point, matches(point, body));
    expect(request && mendRequest(request, deniesAway(point).requirements).open).toEqual([0]);
  });

  it("mended-requests-are-requests: what holds for one holds for a request that the interpreter agrees to", () => {
    let found = 0;
    let mended = 0;
    let confirmed = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const choices = seededChoices(seed);
      const files =
        seed % 4 > 0 ? generatePolicySet(choices) : generateLargeSet({ rules: 240, actions: 20, seed });
      const { policySet } = check(files, { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      const analysis = createAnalysis(lower(policySet));
      for (const point of analysis.points.slice(0, 4))
        for (const body of point.scope.allows) {
          const own = matches(point, body);
          const { requirements } = deniesAway(point);
          const request = composed(point, own);
          const last = request && mendRequest(request, requirements);
          if (last === undefined || last.open.length > 0) continue;
          found += 1;
          if (last.request !== request) mended += 1;
          const goal = and(own, ...requirements.conjuncts);
          const parts = last.request.parts.map(({ part }) => part);
          expect(evaluateFormula(goal, jointReader(point.encoder, parts))).toBe(true);
          const answer = findRequest(point.encoder, goal, (json) => {
            const replay = analysis.replay(point, json);
            return replay.isMatched(body.rule) && replay.isAllowed;
          });
          expect(answer.kind).not.toBe("none");
          if (answer.kind === "found") confirmed += 1;
        }
    }
    expect(found).toBeGreaterThan(40);
    expect(mended).toBeGreaterThan(10);
    expect(confirmed).toBeGreaterThan(0.9 * found);
  });
});
