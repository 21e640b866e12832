import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { inquireDeadRules } from "../../src/analysis/dead-rules.js";
import { inquireRules } from "../../src/analysis/rule-standing.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { analyze, check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { type Choices, pick, seededChoices, some } from "../../src/testing/choices.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { schema } from "./finding-words.js";

const deadCodes = ["POL3001", "POL3002"];
const assertionCodes = ["POL3020", "POL3021", "POL3022"];

function checkedSet(choices: Choices): PolicySet | undefined {
  const files = pick(choices, [
    () => generateLargeSet({ rules: 60, actions: 20, seed: choices.int(1, 1000) }),
    () => generatePolicySet(choices),
  ])();
  return check(files, { schemas: generatorSchemas }).policySet;
}

function writtenSet(rules: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}\n` }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  return policySet;
}

describe("findings of some codes", () => {
  it("only-is-the-whole-left-out: they are what they are beside all others, to the letter", () => {
    let found = 0;
    for (let seed = 1; seed <= 9; seed += 1) {
      const choices = seededChoices(seed);
      const policySet = checkedSet(choices);
      if (policySet === undefined) continue;
      const whole = analyze(policySet, { conflicts: true });
      const codes = [...new Set(whole.map(({ code }) => code))];
      for (const only of [[...deadCodes, ...assertionCodes], some(choices, codes, 0, 3)]) {
        const wanted = whole.filter(({ code }) => only.includes(code));
        expect(analyze(policySet, { only })).toEqual(wanted);
        found += wanted.length;
      }
    }
    expect(found).toBeGreaterThan(8);
  });

  it("are none where no code is wanted", () => {
    const policySet = writtenSet("rule r deny User to db.query when args.limit > 5 and args.limit < 3");
    expect(analyze(policySet).map(({ code }) => code)).toContain("POL3001");
    expect(analyze(policySet, { only: [] })).toEqual([]);
  });
});

describe("inquireDeadRules", () => {
  it("knows of dead rules alone, and of them what an inquiry into all rules knows, by fewer questions", () => {
    const { policySet } = check(generateLargeSet({ rules: 240, actions: 20 }));
    if (policySet === undefined) throw new Error("the policy set does not check");
    const [all, dead] = [inquireRules, inquireDeadRules].map((inquire) => {
      const analysis = createAnalysis(lower(policySet), 1_000_000);
      const standings = [...inquire(analysis).standings].flatMap(([{ id }, standing]) => {
        const proofs = "proofs" in standing ? standing.proofs : [];
        const rivals = proofs.map((proof) => proof.rivals.map((rival) => rival.id));
        return standing.kind === "denied" || standing.kind === "impossible"
          ? [[id, standing.kind, rivals]]
          : [];
      });
      return { standings, questions: 1_000_000 - analysis.budget.questions };
    });
    expect(all?.standings.length).toBeGreaterThan(3);
    expect(dead?.standings).toEqual(all?.standings);
    expect(dead?.questions).toBeLessThan(all?.questions ?? 0);
  });

  it("names one deny where one is enough at all points of a rule", () => {
    const policySet = writtenSet(`
      rule narrow allow User to db.query, db.drop when args.table like "hr_*"
      rule first deny User to db.query when args.table like "hr*"
      rule second deny User to db.query, db.drop when args.table like "h*"
      rule third deny User to db.drop when args.table like "hr_*"`);
    const [finding] = analyze(policySet, { only: deadCodes });
    expect(finding?.related?.map(({ message }) => message)).toEqual([
      expect.stringContaining("`p.second` denies all of them"),
    ]);
  });
});
