import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/testing/canonical-json.js";
import { equalJson } from "../../src/testing/equal-json.js";

/** Small, so that two of them are often the same; with members that are undefined, and both zeros. */
const value = fc.letrec((tie) => ({
  scalar: fc.constantFrom<unknown>(null, true, 0, -0, 1, "", "a", undefined),
  list: fc.array(tie("value"), { maxLength: 2 }),
  record: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("value"), { maxKeys: 2 }),
  value: fc.oneof({ maxDepth: 3 }, tie("scalar"), tie("list"), tie("record")),
})).value;

describe("equalJson", () => {
  it("equal-json-is-canonical-json", () => {
    let equal = 0;
    fc.assert(
      fc.property(value, value, (left, right) => {
        const expected = canonicalJson(left) === canonicalJson(right);
        if (expected) equal++;
        expect(equalJson(left, right)).toBe(expected);
      }),
      { seed: 20261130, numRuns: 2000 },
    );
    expect(equal).toBeGreaterThan(50);
  });

  it("sees neither the order of members nor those that are undefined", () => {
    expect(equalJson({ a: 1, b: [2] }, { b: [2], a: 1, c: undefined })).toBe(true);
    expect(equalJson({ a: 1 }, { a: 1, c: null })).toBe(false);
    expect(equalJson([1, 2], [2, 1])).toBe(false);
    expect(equalJson([1], { 0: 1 })).toBe(false);
  });
});
