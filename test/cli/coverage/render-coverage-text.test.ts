import { describe, expect, it } from "vitest";
import { renderCoverageText } from "../../../src/cli/coverage/render-coverage-text.js";
import { check } from "../../../src/compiler.js";
import { measureCoverage } from "../../../src/testing/coverage.js";
import { runTests } from "../../../src/testing/test-runner.js";
import { contextOf, deletion, policy, sample } from "./coverage-fixture.js";

describe("coverage for a terminal", () => {
  it("has figures, rules that never matched with tests, and conditions that were not shown", () => {
    expect(renderCoverageText(contextOf(sample, [deletion]), false)).toMatchInlineSnapshot(`
      "coverage                         tests             with laws
      rules                            33.3 %  1 of 3    66.6 %  2 of 3
      condition outcomes               57.1 %  8 of 14   64.2 %  9 of 14
      conditions that decide (MC/DC)   20 %  1 of 5      20 %  1 of 5
      not counted: 3 things that no request can show, as is proved

      Never matched by any test:
        support.deletes  policies/support.pol:20:3
        support.risky_reads  policies/support.pol:15:3

      Tests that match them, to be read before they are kept:

      test "support.deletes decides" {
        subject User("subject-1")
        action tickets.delete
        context { risk: 50 }
        expect deny by support.deletes
      }

      test "support.risky_reads decides" {
        subject User("subject-1") { team: "support" }
        action tickets.read { limit: 0 }
        context { ip: "10.0.0.1", risk: 50 }
        expect deny by support.risky_reads
      }

      Conditions that tests do not show (polc gen-tests writes tests for them):
        policies/support.pol:13:41  \`context.ip in "10.0.0.0/8"\` of support.reads: never true
      "
    `);
  });

  it("gives tests that pass and match the rules", () => {
    const text = renderCoverageText(contextOf(sample), false);
    const blocks = [...text.matchAll(/^test .*?^\}$/gms)].map(([block]) => block).join("\n\n");
    const { policySet } = check([{ path: "support.pol", text: `${policy}\n${blocks}\n` }]);
    if (policySet === undefined) throw new Error("the blocks do not check");
    expect(runTests(policySet).map(({ passed }) => passed)).toEqual([true, true]);
    const { rules } = measureCoverage(
      policySet,
      policySet.tests.map(({ request }) => request),
    );
    const matched = rules.filter(({ matched: { kind } }) => kind === "covered").map(({ rule }) => rule.id);
    expect(matched).toEqual(expect.arrayContaining(["support.deletes", "support.risky_reads"]));
  });

  it("says nothing more where all is shown, and of a policy set without rules that all is", () => {
    expect(renderCoverageText(contextOf({ "a.pol": "principal User\n" }), false)).toBe(
      `coverage                         tests
rules                            100 %  0 of 0
condition outcomes               100 %  0 of 0
conditions that decide (MC/DC)   100 %  0 of 0
`,
    );
  });

  it("lists no more than 20, and says how many more there are", () => {
    const rules = Array.from({ length: 23 }, (_, index) => `rule r${index} allow User to go\n`);
    const text = renderCoverageText(
      contextOf({ "a.pol": `principal User\naction go\npolicy p {\n${rules.join("")}}\n` }),
      false,
    );
    expect(text.match(/^ {2}p\.r/gm)).toHaveLength(20);
    expect(text).toContain("  and 3 more: --coverage html shows all\n");
  });
});
