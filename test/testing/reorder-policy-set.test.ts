import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { type Reorder, reorderPolicySet } from "../../src/testing/reorder-policy-set.js";

const reverse: Reorder = (items) => [...items].reverse();

const files = [
  {
    path: "rules.pol",
    text: `
      policy p {
        rule guarded  allow User to read  when args has page  when args.page < 9  when principal.level > 1
        rule free     deny User to read  when principal.level == 5  when context.hour > 22
      }`,
  },
  {
    path: "schema.pol",
    text: "principal User { level: Int }\naction read(page?: Int)\ncontext { hour: Int }",
  },
];

function clausesOf(set: ReturnType<typeof reorderPolicySet>): readonly (readonly string[])[] {
  return set.rules.map(({ text }) => [...text.matchAll(/when (.*)/g)].map(([, clause = ""]) => clause));
}

describe("reorderPolicySet", () => {
  it("keeps the digest where files, declarations and rules change places", () => {
    const { policySet } = check(files);
    const reordered = reorderPolicySet(files, undefined, { declarations: reverse });
    expect(reordered.digest).toBe(policySet?.digest);
    expect(reordered.rules[0]?.span).not.toEqual(policySet?.rules[0]?.span);
  });

  it("reverses clauses, but for those that would not check", () => {
    const reordered = reorderPolicySet(files, undefined, { declarations: reverse, clauses: reverse });
    expect(clausesOf(reordered)).toEqual([
      ["context.hour > 22", "principal.level == 5"],
      ["args has page", "args.page < 9", "principal.level > 1"],
    ]);
  });
});
