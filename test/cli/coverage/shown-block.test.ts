import { describe, expect, it } from "vitest";
import { shownBlock } from "../../../src/cli/coverage/shown-block.js";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";

const text = `principal User
action note(text: String)
policy p {
  rule long allow User to note when args.text.length > 100
}
`;

function blockOf(length: number): string {
  const { policySet } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error("this policy set checks");
  const properties = { text: "x".repeat(length) };
  const request = { subject: { type: "User", id: "u" }, action: { name: "note", properties } };
  return shownBlock(policySet, 'a "long" text', request, interpret(policySet, request));
}

describe("a test block that is shown", () => {
  it("is the block", () => {
    expect(blockOf(101)).toMatch(/^test "a \\"long\\" text" \{\n.*expect allow by p\.long\n\}$/s);
  });

  it("is one line about a block that nobody would read", () => {
    expect(blockOf(100_000)).toBe(
      '// test "a \\"long\\" text" has 100,104 characters: polc gen-tests --long writes it.',
    );
  });
});
