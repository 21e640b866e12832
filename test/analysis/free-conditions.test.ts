import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { askFor } from "../../src/analysis/ask-for.js";
import { clausesAt } from "../../src/analysis/clauses-at.js";
import { and, negate } from "../../src/analysis/encode/formula.js";
import { hasFreeConditions } from "../../src/analysis/free-conditions.js";
import { createOccurrences } from "../../src/analysis/occurrences.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { schema } from "./finding-words.js";

/** Whether the conditions of a rule on users and `db.query` are free of each other. */
function isFree(...clauses: readonly string[]): boolean {
  const text = `${schema}\npolicy p {\nrule r\n allow User to db.query\n${clauses.join("\n")}\n}`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const analysis = createAnalysis(lower(policySet));
  const [first] = policySet.rules.flatMap((rule) => [...createOccurrences(analysis).of(rule)]);
  if (first === undefined) throw new Error("the rule is in scope of nothing");
  return hasFreeConditions(analysis, first);
}

describe("conditions that are free of each other", () => {
  it.each([
    [["when args.limit > 5", 'when args.table like "a*"', 'unless "x" in args.columns']],
    [['when args.limit > 5 or (principal.team == "x" and not (context.ip in "10.0.0.0/8"))']],
    [["when context has risk and context.risk < 50", "when args.limit > 5"]],
    [['when all c in args.columns: c like "a*"']],
  ])("are so if each speaks of something else: %s", (clauses) => {
    expect(isFree(...clauses)).toBe(true);
  });

  it.each([
    ["one place, twice", ["when args.limit > 5", "when args.limit < 50"]],
    ["one place in two operands", ["when args.limit < 5 or args.limit < 50"]],
    ["a part and the whole", ["when args.table.length > 5", 'when args.table like "a*"']],
    ["two places tied together", ["when principal.team == args.table", 'when args.table like "a*"']],
    ["what types settle", ["when args.limit <= 1000"]],
    ["what arithmetic settles", ["when args.limit + 1 > args.limit"]],
    ["a guard that is all there is to its condition", ["when context has risk and context.risk >= 0"]],
  ])("are not: %s", (_, clauses) => {
    expect(isFree(...clauses)).toBe(false);
  });

  it("free-clauses-matter: of a rule with such conditions a request hinges on each clause, if any matches it", () => {
    const idle: string[] = [];
    let clauses = 0;
    for (let seed = 200; seed < 240; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const { words, kind } of hinges(policySet)) {
        clauses += 1;
        if (kind === "none") idle.push(`${seed} ${words}`);
      }
    }
    expect(idle).toEqual([]);
    expect(clauses).toBeGreaterThan(50);
  });
});

/** What is found when, of a rule with free conditions, a request is looked for that one clause alone keeps from matching. */
function hinges(policySet: PolicySet) {
  const analysis = createAnalysis(lower(policySet));
  const occurrences = createOccurrences(analysis);
  return policySet.rules.flatMap((rule) => {
    const [first] = occurrences.of(rule);
    if (first?.body === undefined || !hasFreeConditions(analysis, first)) return [];
    const clauses = clausesAt(analysis, first);
    return clauses.slice(1).map((clause) => {
      const others = clauses.filter((other) => other !== clause).map(({ isMet }) => isMet);
      const goal = and(...others, negate(clause.isMet));
      return { words: clause.words, kind: askFor(analysis, first.point, goal, () => true).kind };
    });
  });
}
