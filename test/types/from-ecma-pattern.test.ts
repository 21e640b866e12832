import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromEcmaPattern } from "../../src/types/from-ecma-pattern.js";
import { matchesPattern } from "../../src/types/match-pattern.js";

const kept = [
  "^[a-z]+$",
  "abc",
  "a|bc",
  "^(a|b)$",
  "^(?:a|b)+x?$",
  "^a.c$",
  "\\d{2,3}-\\w*",
  "^https://[^/]+/$",
  "[.$^/-]x",
  "\\u0061\\.b",
  "^\\$\\^$",
  "\\\\$",
];

describe("patterns of ECMAScript", () => {
  it.each(kept)("%s keeps its strings", (source) => {
    const pattern = fromEcmaPattern(source);
    expect(pattern).toBeDefined();
    const native = new RegExp(source, "u");
    const alphabet = fc.constantFrom(..."abcdxyz01-./$^\\\n:htps");
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 9 }), (text) => {
        if (pattern) expect(matchesPattern(text, pattern.tree)).toBe(native.test(text));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it.each([
    "^a|b$",
    "^a|b",
    "a|b$",
    "(?=a)b",
    "\\bword",
    "\\s+",
    "a$b",
    "(a",
    "[a",
    "a**",
    "\\p{L}",
    "(?<n>a)\\k<n>",
  ])("%s has no equal, or none that is plain to see", (source) => {
    expect(fromEcmaPattern(source)).toBeUndefined();
  });
});
