import { describe, expect, it } from "vitest";
import { fewestRivals } from "../../src/analysis/alone-search.js";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { inquireDeadRules } from "../../src/analysis/dead-rules.js";
import { generateTests } from "../../src/analysis/generate-tests.js";
import { reportOn } from "../../src/analysis/report.js";
import { validateBuild } from "../../src/analysis/validate-build.js";
import { analyze, check, compare } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { pigeonhole } from "./hard-sets/flag-sets.js";
import { parameters, setOf } from "./hard-sets/hard-set.js";
import { structureSets } from "./hard-sets/structure-sets.js";

const path = "hard.pol";

function checked(text: string) {
  const { policySet } = check([{ path, text }]);
  if (policySet === undefined) throw new Error("it checks");
  return policySet;
}

describe("a puzzle of which no more is asked than a number of questions", () => {
  const clauses = pigeonhole(5, 4);
  const { text } = setOf("five pigeons", parameters(20, "b", "Bool"), [clauses, clauses.slice(1)]);
  const policySet = checked(text);
  const questions = 6;

  it("is left with what is not known, and said to be", () => {
    expect(analyze(policySet, { questions }).map(({ code }) => code)).toEqual(["POL4030"]);
    const report = reportOn(createAnalysis(lower(policySet), questions));
    expect(report.findings.map(({ code }) => code)).toEqual(["POL4030"]);
    const newer = checked(text.replace("when not b", "when b").replace("(args.b0 or ", "("));
    const { decisions, undecided } = compare(policySet, newer, { questions });
    expect(decisions.length + undecided.length).toBeGreaterThan(0);
  });

  it("gets the tests that are found by then", () => {
    const analysis = createAnalysis(lower(policySet), questions);
    const some = generateTests(analysis, [{ path, text }]);
    expect(analysis.budget.isSpent).toBe(true);
    const all = createAnalysis(lower(policySet), 20_000);
    const more = generateTests(all, [{ path, text }]);
    expect(all.budget.isSpent).toBe(false);
    expect(some.length).toBeLessThan(more.length);
  });

  it("is built: what is not proved of it is tried", () => {
    const { proved, sampled, faults } = validateBuild(lower(policySet), "full");
    expect([proved + sampled, faults]).toEqual([2, []]);
  });
});

describe("an allow that hundreds of denies take away together, each a value of its own", () => {
  const count = 400;
  const text = setOf(
    "denies of a number",
    `n: Int in 0..${count - 1}`,
    [[]],
    Array.from({ length: count }, (_, value) => [`args.n == ${value}`]),
  ).text;

  it("is dead by all of them, and none is left out", () => {
    const [finding] = analyze(checked(text), { only: ["POL3002"] });
    expect(finding?.code).toBe("POL3002");
    const analysis = createAnalysis(lower(checked(text)));
    const inquiry = inquireDeadRules(analysis);
    const [standing] = inquiry.standings.values();
    const killers = standing?.kind === "denied" ? fewestRivals(inquiry, standing.proofs, "deny") : [];
    expect(killers).toHaveLength(count);
  });
});

describe("relations each of which needs two others", () => {
  it("are looked at once each, however many ways lead to them", () => {
    const set = structureSets.find(({ name }) => name === "a chain of forty relations");
    expect(analyze(checked(set?.text ?? ""), { only: ["POL3001", "POL3002"] })).toEqual([]);
  });
});
