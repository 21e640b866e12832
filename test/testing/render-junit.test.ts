import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { renderJunit } from "../../src/testing/render-junit.js";
import { runTests } from "../../src/testing/test-runner.js";
import { policy, tests } from "../cli/sample-set.js";
import { readXml, type XmlElement } from "./read-xml.js";

function reportOf(files: readonly SourceFile[]): string {
  const { policySet, diagnostics, files: all } = check(files);
  const results = policySet === undefined ? [] : runTests(policySet);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return renderJunit({ results, errors }, { files: all, displayPath: (file) => `p/${file}` });
}

/** Name and counts of an element. */
function countsOf({ attributes }: XmlElement): string {
  const { name, tests: all, failures, errors, skipped } = attributes;
  return `${name}: ${all} ${failures} ${errors} ${skipped}`;
}

const policies = { path: "policy.pol", text: policy };

describe("renderJunit", () => {
  it("has a suite for each file and a case for each test, with why one failed", () => {
    expect(
      reportOf([policies, { path: "tests.pol", text: tests }]),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="polc" tests="2" failures="1" errors="0" skipped="0" time="0">
  <testsuite name="p/tests.pol" tests="2" failures="1" errors="0" skipped="0" time="0">
    <testcase classname="p/tests.pol" name="support reads" file="p/tests.pol" line="1" time="0"/>
    <testcase classname="p/tests.pol" name="sales reads" file="p/tests.pol" line="8" time="0">
      <failure type="decision" message="expected allow by support.team_reads, decided deny by no_matching_rule">expected  allow by support.team_reads
decided   deny by no_matching_rule
request   {&quot;subject&quot;:{&quot;type&quot;:&quot;User&quot;,&quot;id&quot;:&quot;bob&quot;,&quot;properties&quot;:{&quot;team&quot;:&quot;sales&quot;},&quot;ancestors&quot;:[]},&quot;action&quot;:{&quot;name&quot;:&quot;tickets.read&quot;,&quot;properties&quot;:{}},&quot;context&quot;:{&quot;ip&quot;:&quot;10.1.2.3&quot;}}
subject
  allow  support.team_reads: false
    false  when principal.team == &quot;support&quot;</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it("keeps what is particular in a test's name", () => {
    const name = 'a \\"<b>\\" & \\u{1b}[2J \\u{202e}';
    const text = tests.replace("support reads", () => name);
    const [suite] = readXml(reportOf([policies, { path: "tests.pol", text }])).children;
    expect(suite?.children[0]?.attributes.name).toBe('a "<b>" & <U+001B>[2J \u202e');
  });

  it("names no file where there is none", () => {
    const input = { path: "<stdin>", text: policy + tests };
    const { policySet, files } = check([input]);
    const results = policySet === undefined ? [] : runTests(policySet);
    const [suite] = readXml(renderJunit({ results, errors: [] }, { files })).children;
    const place = { classname: "<stdin>", name: "support reads" };
    expect(suite?.children[0]?.attributes).toEqual({ ...place, line: expect.any(String), time: "0" });
    const span = { file: "", start: 0, end: 0 };
    const error = { code: "POL4001", severity: "error", message: "there is nothing", span } as const;
    const [nowhere] = readXml(renderJunit({ results: [], errors: [error] }, { files: [] })).children;
    expect(nowhere?.children[0]?.attributes).toEqual({
      classname: "polc",
      name: "the policy set checks",
      time: "0",
    });
  });

  it("counts by file", () => {
    const files = [
      policies,
      { path: "tests.pol", text: tests },
      { path: "more.pol", text: tests.replaceAll('test "', 'test "more ') },
    ];
    const report = readXml(reportOf(files));
    expect([report, ...report.children].map(countsOf)).toEqual([
      "polc: 4 2 0 0",
      "p/more.pol: 2 1 0 0",
      "p/tests.pol: 2 1 0 0",
    ]);
  });

  it("is a whole report if there are no tests", () => {
    const report = readXml(reportOf([policies]));
    expect(countsOf(report)).toBe("polc: 0 0 0 0");
    expect(report.children).toEqual([]);
  });

  it("says of each file with errors that nothing could be run", () => {
    const broken = {
      ...policies,
      text: policy.replace("String", "Strng").replace("to tickets.read", "to tickets.<"),
    };
    const other = { path: "other.pol", text: "const a = b\n" };
    const report = readXml(reportOf([broken, other]));
    expect([report, ...report.children].map(countsOf)).toEqual([
      "polc: 2 0 2 0",
      "p/other.pol: 1 0 1 0",
      "p/policy.pol: 1 0 1 0",
    ]);
    const [testcase] = report.children[1]?.children ?? [];
    expect(testcase).toMatchObject({
      attributes: { classname: "p/policy.pol", name: "the policy set checks" },
    });
    const [error] = testcase?.children ?? [];
    expect(error?.attributes).toEqual({
      type: "POL2006",
      message: "there is no type `Strng`, and 1 more",
    });
    expect(error?.text).toContain("error[POL2006]: there is no type `Strng`\n  ┌ p/policy.pol:2:9\n");
    expect(error?.text).toContain("error[POL1001]: ");
  });
});
