import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { proveAssertions } from "../../src/analysis/assertions.js";
import { reportOn } from "../../src/analysis/report.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";

const text = `
principal User { team: String }
action mail.send(size: Int), mail.drop
policy p { rule a allow User to mail.send when args.size < 10 }
assert small deny User to mail.send when args.size > 20
assert none deny User to mail.send
`;

describe("reportOn", () => {
  it("proves assertions once, and tells of them apart from the findings", () => {
    const { policySet } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error("the set has errors");
    const analysis = createAnalysis(lower(policySet), 1000);
    const { assertions, findings } = reportOn(analysis);
    expect(assertions.map(({ assertion, kind }) => [assertion.name, kind])).toEqual([
      ["none", "refuted"],
      ["small", "proved"],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(["POL3011"]);
    const { questions } = analysis.budget;
    expect(proveAssertions(analysis)).toBe(assertions);
    expect(analysis.budget.questions).toBe(questions);
  });
});
