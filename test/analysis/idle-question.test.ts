import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { clausesAt } from "../../src/analysis/clauses-at.js";
import { and, negate } from "../../src/analysis/encode/formula.js";
import { distinctOccurrences, isNeverBeside } from "../../src/analysis/idle-question.js";
import { isNever, searchOf } from "../../src/analysis/rule-standing.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";

describe("questions about the conditions of a rule", () => {
  it("are put once to the points that make the same formulas", () => {
    const occurrences = (actions: string) => {
      const { policySet } = check([
        {
          path: "a.pol",
          text: `principal User { team: String }
          ${actions}
          policy p { rule r allow User to s.* when principal.team == "x" }`,
        },
      ]);
      if (policySet === undefined) throw new Error("the set has errors");
      const search = searchOf(createAnalysis(lower(policySet)));
      return policySet.rules.flatMap((rule) => [...distinctOccurrences(search, rule)]).length;
    };
    expect(occurrences("action s.a(n: Int)\naction s.b(n: Int)\naction s.c(n: Int)")).toBe(1);
    expect(occurrences("action s.a(n: Int)\naction s.b(n: Int)\naction s.c(n: String)")).toBe(2);
  });

  it("before-a-match-as-without: a request that the rule matches, behind a question, changes no answer", () => {
    const different: string[] = [];
    let questions = 0;
    for (let seed = 500; seed < 508; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      for (const { words, beside, alone } of answersOf(policySet)) {
        questions += 1;
        if (beside !== alone) different.push(`${seed} ${words}`);
      }
    }
    expect(different).toEqual([]);
    expect(questions).toBeGreaterThan(30);
  });
});

/** Of each clause of each rule, whether it is never what alone is not met: asked before a request that the rule matches, and by itself. */
function answersOf(policySet: PolicySet) {
  const search = searchOf(createAnalysis(lower(policySet)));
  return policySet.rules.flatMap((rule) => {
    const [occurrence] = distinctOccurrences(search, rule);
    if (occurrence === undefined) return [];
    const clauses = clausesAt(search.analysis, occurrence);
    return clauses.map((clause) => {
      const others = clauses.filter((other) => other !== clause);
      const differs = negate(clause.isMet);
      const all = and(...others.map(({ isMet }) => isMet), differs);
      const confirms = () => true;
      return {
        words: `${rule.id} ${clause.words}`,
        beside: isNeverBeside(search, occurrence, differs, others, confirms),
        alone: isNever(search, occurrence, all, confirms),
      };
    });
  });
}
