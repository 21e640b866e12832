import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differInAffixes } from "../../../src/analysis/texts/affixes.js";
import { regexLanguage } from "../../../src/analysis/texts/language.js";
import { findWords } from "../../../src/analysis/texts/word-search.js";
import { parseRegex } from "../../../src/syntax/regex.js";

function languageOf(source: string) {
  const { tree } = parseRegex(source);
  if (tree === undefined) throw new Error(`not a regular expression: ${source}`);
  return regexLanguage(`affixes ${source}`, () => tree);
}

const sources = fc
  .array(
    fc.constantFrom("a", "b", ".*", "(a|b)", "(ab|ac)", "(ba|ca)", "a?", "[ab]", "a{2}", "(😀|😁)", "😀"),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

describe("differInAffixes", () => {
  it("affixes-are-certain: languages that differ in them have no text in common", () => {
    let differing = 0;
    fc.assert(
      fc.property(sources, sources, (one, other) => {
        const [left, right] = [languageOf(one), languageOf(other)];
        if (!differInAffixes(left, right)) return;
        differing += 1;
        const both = [left, right].map((language) => ({ language, wanted: true }));
        expect(findWords(both, 1)).toEqual({ words: [], complete: true });
      }),
      { seed: 1, numRuns: 2000 },
    );
    expect(differing).toBeGreaterThan(200);
  });

  it.each([
    ["srv-a(-.*)?", "srv-b(-.*)?"],
    [".*[.]example", ".*[.]test"],
    ["(x|.*[.])a[.]example", "(x|.*[.])b[.]example"],
    [".*😀", ".*😁"],
  ])("sees that %s and %s differ", (one, other) => {
    expect(differInAffixes(languageOf(one), languageOf(other))).toBe(true);
  });
});
