import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesGlob } from "../../src/runtime/pattern.js";

type Tokens = readonly (string | 0 | 1)[];

/** The definition, by cases: exponential, and obviously right. */
function naive(text: readonly string[], tokens: Tokens): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return text.length === 0;
  if (token === 0) return naive(text, rest) || (text.length > 0 && naive(text.slice(1), tokens));
  if (token === 1) return text.length > 0 && naive(text.slice(1), rest);
  const literal = [...token];
  return literal.every((c, i) => c === text[i]) && naive(text.slice(literal.length), rest);
}

describe("matchesGlob", () => {
  it.each<[string, Tokens, boolean]>([
    ["", [], true],
    ["a", [], false],
    ["", [0], true],
    ["", [1], false],
    ["abc", ["abc"], true],
    ["abcd", ["abc"], false],
    ["sales_2026", ["sales_", 0], true],
    ["salesx", ["sales_", 0], false],
    ["a.b.c", [0, ".c"], true],
    ["😀", [1], true],
    ["😀", [1, 1], false],
    ["x😀y", ["x", 1, "y"], true],
    ["😀😁", [0, 1], true],
    ["\udbff\udc00", [0, 1, 1], false],
    ["aab", [0, "ab"], true],
    ["abcab", ["ab", 0, "ab"], true],
    ["ab", ["ab", 0, "ab"], false],
    ["mississippi", [0, "iss", 0, "pi"], true],
    ["a\nb", ["a", 1, "b"], true],
  ])("%j against %j: %s", (text, tokens, expected) => {
    expect(matchesGlob(text, tokens)).toBe(expected);
  });

  it("is what its definition says", () => {
    const token = fc.constantFrom<string | 0 | 1>(0, 0, 1, "a", "b", "ab", "ba", "😀", "aa");
    const text = fc.array(fc.constantFrom("a", "b", "😀", "😁"), { maxLength: 8 });
    fc.assert(
      fc.property(text, fc.array(token, { maxLength: 6 }), (characters, tokens) => {
        expect(matchesGlob(characters.join(""), tokens)).toBe(naive(characters, tokens));
      }),
      { seed: 20261121, numRuns: 20_000 },
    );
  });

  it("does not explode on many stars", () => {
    const tokens: Tokens = [...Array.from({ length: 30 }, () => [0, "a"] as const).flat(), 0, "b"];
    expect(matchesGlob("a".repeat(20_000), tokens)).toBe(false);
  });
});
