import { describe, expect, it } from "vitest";
import { printTestBlock } from "../../src/analysis/print-test-block.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";

const text = `principal User in Team { scores: Map<Number>, boss?: User, note: String | null }
entity Team
entity Doc
action docs."read-all"(at: Time, "$ref"?: { a: List<Int>, open: Bool }) on Doc
action docs.list
obligation log

policy p {

  rule reads
    allow User in Team("a\\nb") to docs."read-all"
    when principal.scores["x"] ?? 0 < 1
    when not (principal has note)
    when not (principal has boss) or principal.boss in Team("t")

  rule logs
    oblige User to docs."read-all"
    with log
}
`;

const { policySet } = check([{ path: "a.pol", text }]);
if (policySet === undefined) throw new Error("the set checks");

const boss = { type: "User", id: "b", ancestors: [{ type: "Team", id: "t" }] };
const request = {
  subject: {
    type: "User",
    id: 'say "hi"',
    properties: { scores: { x: 5e-7, "two words": 1.5e21, z: -2.25 }, boss, note: null },
    ancestors: [{ type: "Team", id: "a\nb" }],
  },
  action: {
    name: "docs.read-all",
    properties: { at: "2026-01-01T00:00:00Z", $ref: { a: [1, -2], open: true } },
  },
  resource: { type: "Doc" },
};

describe("printTestBlock", () => {
  it("writes every kind of value as a test has it, and what is decided", () => {
    expect(
      printTestBlock(policySet, 'a "test"', request, interpret(policySet, request)),
    ).toBe(`test "a \\"test\\"" {
  subject User("say \\"hi\\"") in Team("a\\nb") {
    scores: { x: 0.0000005, "two words": 1500000000000000000000.0, z: -2.25 }
    boss: User("b") in Team("t")
    note: null
  }
  action docs."read-all" { at: "2026-01-01T00:00:00Z", "$ref": { a: [1, -2], open: true } }
  resource Doc()
  expect allow by p.reads obliging log
}
`);
  });

  it("sets what fits into a line and what does not as the formatter does", () => {
    for (let length = 60; length < 120; length += 1) {
      const subject = { type: "User", id: "u".repeat(length), properties: { note: "n" } };
      const long = { ...request, subject };
      const text = printTestBlock(policySet, "it", long, interpret(policySet, long));
      expect(format({ path: "a.pol", text })).toEqual({ text, diagnostics: [] });
    }
  });

  it.each([
    ["an allowed request", request],
    ["a denied one", { subject: { type: "User", id: "u" }, action: { name: "docs.list" } }],
    ["an invalid one", { subject: { type: "User", id: "u" }, action: { name: "docs.read-all" } }],
  ])("writes a test that checks and passes: %s", (_, each) => {
    const block = printTestBlock(policySet, "it", each, interpret(policySet, each));
    const checked = check([
      { path: "a.pol", text },
      { path: "b.pol", text: block },
    ]);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.policySet && runTests(checked.policySet)).toMatchObject([{ passed: true }]);
  });
});
