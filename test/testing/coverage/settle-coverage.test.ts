import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { Coverage } from "../../../src/testing/coverage/coverage-of.js";
import { createCoverageRecorder } from "../../../src/testing/coverage/coverage-recorder.js";
import { figuresOf } from "../../../src/testing/coverage/figures.js";
import { settleCoverage } from "../../../src/testing/coverage/settle-coverage.js";

const text = `principal User
action mail.send(count: Int in 0..9)
policy p {
  rule few allow User to mail.send when args.count < 5
  rule never deny User to mail.send when args.count > 5 when args.count < 3
}
`;

function checkedSet() {
  const { policySet } = check([{ path: "p.pol", text }]);
  if (policySet === undefined) throw new Error("this policy set checks");
  return policySet;
}

const policySet = checkedSet();

function sending(count: number) {
  return { subject: { type: "User", id: "u" }, action: { name: "mail.send", properties: { count } } };
}

function recorded(...counts: readonly number[]) {
  const recorder = createCoverageRecorder(policySet);
  for (const count of counts) recorder.see(sending(count));
  return recorder;
}

function standings({ rules }: Coverage): readonly string[] {
  return rules.map(({ rule, matched }) => `${rule.name} ${matched.kind}`);
}

describe("what was not shown", () => {
  const graph = lower(policySet);

  it("is missed with a request, or out of reach, as the analysis finds", () => {
    const { tests, withLaws } = settleCoverage(createAnalysis(graph), recorded(7));
    expect(standings(tests)).toEqual(["few missed", "never unreachable"]);
    expect(withLaws).toBeUndefined();
    expect(tests.rules[0]?.matched).toMatchObject({ requests: [{ action: sending(0).action }] });
  });

  it("is unsettled where nothing may be asked, and counts as missing", () => {
    const { tests } = settleCoverage(createAnalysis(graph, 0), recorded(7));
    expect(standings(tests)).toEqual(["few unsettled", "never unsettled"]);
    expect(figuresOf(tests).rules).toEqual({ covered: 0, total: 2, unreachable: 0 });
  });

  it("is missed where a request of the laws shows it, asked or not", () => {
    const { tests, withLaws } = settleCoverage(createAnalysis(graph, 0), recorded(7), recorded(7, 4));
    expect(standings(tests)).toEqual(["few missed", "never unsettled"]);
    expect(tests.rules[0]?.matched).toEqual({ kind: "missed", requests: [sending(4)] });
    expect(standings(withLaws ?? tests)).toEqual(["few covered", "never unsettled"]);
  });

  it("is asked once for the tests alone and with laws", () => {
    const analysis = createAnalysis(graph, 100);
    settleCoverage(analysis, recorded(7), recorded(7));
    const both = analysis.budget.questions;
    const other = createAnalysis(graph, 100);
    settleCoverage(other, recorded(7));
    expect(both).toBe(other.budget.questions);
    expect(both).toBeLessThan(100);
  });
});
