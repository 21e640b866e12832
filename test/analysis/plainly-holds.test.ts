import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot } from "../../src/analysis/analysis.js";
import { plainlyHolds } from "../../src/analysis/plainly-holds.js";
import { sketchRequest } from "../../src/analysis/solve/find-request.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { schema } from "./finding-words.js";

/** Whether it is plain that a rule with a condition can match, and that it can fail to. */
function plainly(condition: string, action = "db.query"): readonly boolean[] {
  const text = `${schema}\npolicy p {\nrule r\n allow User to ${action} when ${condition}\n}`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const point = createAnalysis(lower(policySet)).points.find(({ scope }) => scope.allows.length > 0);
  const [allow] = point?.scope.allows ?? [];
  if (point === undefined || allow === undefined) throw new Error("the rule is in scope");
  return [matches(point, allow), matchesNot(point, allow)].map((each) => plainlyHolds(point.encoder, each));
}

describe("what plainly holds", () => {
  it.each([
    ["one place", "args.limit > 5"],
    ["different places", 'args.limit > 5 and args.table like "a*"'],
    ["a number that is left a value", "args.limit > 5 and args.limit < 50"],
    ["what may be absent, and its value", "context has risk and context.risk < 50"],
    ["an element of a list", 'any c in args.columns: c like "a*"'],
    [
      "choices of different places",
      '(args.limit > 5 or args.table == "a") and (args.limit < 2 or context has risk)',
    ],
  ])("is seen of %s", (_, condition) => {
    expect(plainly(condition)).toEqual([true, true]);
  });

  it.each([
    ["a number that is left none", "args.limit > 50 and args.limit < 5"],
    ["a text of which two things are asked", 'args.table like "a*" and args.table like "*b"'],
    ["a part and the whole", 'args.table.length > 5 and args.table like "a*"'],
    ["what is tied to another place", "principal.team == args.table"],
    ["choices of one place", "(args.limit > 5 or args.limit < 2) and args.limit in 3..4"],
    [
      "an element of a list without elements",
      'any c in args.columns: args.columns.length == 0 and args.table == "a"',
    ],
  ])("is not seen of %s", (_, condition) => {
    expect(plainly(condition)[0]).toBe(false);
  });

  it("is not seen of a part that no text has", () => {
    expect(plainly('args.url.path like "/b*"', "web.fetch")).toEqual([true, true]);
    expect(plainly('args.url.path like "b*"', "web.fetch")).toEqual([false, true]);
  });

  it("plain-is-found: of what plainly holds there are values for which it does", () => {
    const missed: string[] = [];
    let plain = 0;
    for (let seed = 300; seed < 307; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const point of createAnalysis(lower(policySet)).points.slice(0, 4))
        for (const body of [...point.scope.allows, ...point.scope.denies])
          for (const formula of [matches(point, body), matchesNot(point, body)]) {
            if (formula.kind === "constant" || !plainlyHolds(point.encoder, formula)) continue;
            plain += 1;
            const { kind } = sketchRequest(point.encoder, formula, () => true);
            if (kind !== "found") missed.push(`${seed} ${body.rule.id}: ${kind}`);
          }
    }
    expect(missed).toEqual([]);
    expect(plain).toBeGreaterThan(15);
  });
});
