import { describe, expect, it } from "vitest";
import { actionIndexOf } from "../../src/check/action-index.js";
import { check } from "../../src/compiler.js";

const text = `tag costly, quick
principal User
action a.read tagged quick
action a.b.read tagged quick, costly
action a.b.write tagged costly
action ab.read
action "a.quoted"
action alone
`;

describe("the index of actions", () => {
  it("has the actions of each tag and below each beginning, in the order of the schema", () => {
    const { policySet } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error("the schema does not check");
    const { actions } = policySet;
    const { byTag, below } = actionIndexOf({ actions });
    const names = (list: readonly { readonly name: string }[] | undefined) => list?.map(({ name }) => name);
    for (const prefix of ["a", "a.b", "ab", "alone", "a.read"]) {
      const expected = [...actions.keys()].filter((name) => name.startsWith(`${prefix}.`));
      expect(names(below.get(prefix)) ?? []).toEqual(expected);
    }
    for (const tag of ["costly", "quick", "a"]) {
      const expected = [...actions.values()].filter(({ tags }) => tags.includes(tag));
      expect(names(byTag.get(tag)) ?? []).toEqual(names(expected));
    }
  });
});
