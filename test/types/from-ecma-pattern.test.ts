import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegex } from "../../src/syntax/regex.js";
import { fromEcmaPattern } from "../../src/types/from-ecma-pattern.js";
import { matchesPattern } from "../../src/types/match-pattern.js";

const kept = [
  "",
  ".*",
  "^$",
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
  "^a|b$",
  "^a|b",
  "a|b$",
  "(^|,)a(,|$)",
  "(^a|b)?c",
  "^(a$|b)",
  "a^|b",
  "^^a$$",
  "\\bab",
  "ab\\b|\\B-\\B",
  "\\b",
  "^\\b.*\\b$",
  "a\\b.?\\b[-b]",
  "\\s+",
  "^\\S*$",
  "^[^\\s]+$",
  "^[\\s\\S]*$",
  "^[^\\W\\d]$",
  "^[^]$",
  "a+?b*?c??",
  "(?<year>\\d{4})",
  "\\x61\\cJ\\0?[\\b]?",
  "^\\u{61}[\\u{62}-\\x64]$",
  "^\\ud83d\\ude00?$",
  "^[^\\ud83d\\ude00]$",
  "^a{0}b{1}c{2,}$",
  "^(\\w+\\.)*\\w+$",
  "[\\w-]$",
];

describe("patterns of ECMAScript", () => {
  it.each(kept)("%s keeps its strings", (source) => {
    const pattern = fromEcmaPattern(source);
    expect(pattern).toBeDefined();
    expect(parseRegex(pattern?.source ?? "").tree).toEqual(pattern?.tree);
    const native = new RegExp(source, "u");
    const alphabet = fc.constantFrom(..."abcdxyz01-./$^\\\n:htps,\u00a0\u{1f600}");
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 9 }), (text) => {
        if (pattern) expect(matchesPattern(text, pattern.tree)).toBe(native.test(text));
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it.each([
    "(?=a)b",
    "(?<!a)b",
    "(?i:a)",
    "a$b",
    "(a",
    "a)",
    "[a",
    "[b-a]",
    "[]",
    "a**",
    "a{2,1}",
    "a{",
    "\\p{L}",
    "\\q",
    "\\1(a)",
    "(?<n>a)\\k<n>",
    "(\\ba)*",
    "^\\ud83d$",
    "^(a{100}){200}$",
  ])("%s has no equal, or none that is plain to see", (source) => {
    expect(fromEcmaPattern(source)).toBeUndefined();
  });

  it.each([
    ["\\-", "-"],
    ["^[\\w-.]$", "."],
    ["^\\_$", "_"],
  ])("%s, which the `u` flag forbids, has one meaning", (source, text) => {
    const pattern = fromEcmaPattern(source);
    expect(pattern && matchesPattern(text, pattern.tree)).toBe(true);
    expect(pattern && matchesPattern("a b", pattern.tree)).toBe(false);
  });

  it.each([
    ["^[a-z]+$", "[a-z]+"],
    ["^https?://[^/]+/$", "https?:\\/\\/[^\\/]+\\/"],
    ["^[A-Za-z0-9_.-]+$", "[A-Za-z0-9_.\\-]+"],
    [
      "^(a|b)\\s$",
      "(a|b)[\\u{9}-\\u{d} \\u{a0}\\u{1680}\\u{2000}-\\u{200a}\\u{2028}\\u{2029}\\u{202f}\\u{205f}\\u{3000}\\u{feff}]",
    ],
    ["^a|b$", "a.*|.*b"],
    ["^$", "()"],
    ["^\n$", "\\u{a}"],
  ])("%s is written as /%s/", (source, expected) => {
    expect(fromEcmaPattern(source)?.source).toBe(expected);
  });

  it("ecma-pattern-same-strings: random patterns have the same strings in Pol, or none at all", () => {
    const { pattern: patterns } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
      pattern: fc
        .array(fc.array(tie("piece"), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
        .map((alternatives) => alternatives.map((pieces) => pieces.join("")).join("|")),
      piece: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("a", "b", "-", "^", "$", "\\b", "\\w", "\\s", "[a-]", "[^b]", ".", "a?", "\\W*"),
        fc
          .tuple(tie("pattern"), fc.constantFrom("", "", "?", "?", "*", "{2}"))
          .map(([inner, count]) => `(${inner})${count}`),
      ),
    }));
    const texts = fc.array(fc.string({ unit: fc.constantFrom(..."ab- \n"), maxLength: 6 }), { maxLength: 8 });
    let converted = 0;
    fc.assert(
      fc.property(patterns, texts, (source, candidates) => {
        const pattern = fromEcmaPattern(source);
        if (!pattern) return;
        converted++;
        const native = new RegExp(source, "u");
        for (const text of ["", ...candidates])
          expect([text, matchesPattern(text, pattern.tree)]).toEqual([text, native.test(text)]);
      }),
      { seed: 1, numRuns: 2000 },
    );
    expect(converted).toBeGreaterThan(700);
  });
});
