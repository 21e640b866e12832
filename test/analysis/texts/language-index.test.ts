import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withinLanguage } from "../../../src/analysis/encode/encode-test.js";
import { affixesOf } from "../../../src/analysis/texts/affixes.js";
import {
  accepts,
  type Language,
  likeLanguage,
  regexLanguage,
  wordsLanguage,
} from "../../../src/analysis/texts/language.js";
import { createLanguageIndex } from "../../../src/analysis/texts/language-index.js";
import type { LikeToken } from "../../../src/syntax/like-pattern.js";
import { parseRegex } from "../../../src/syntax/regex.js";

const piece = fc.constantFrom("a", "b", "ab", "ba", ".", "/", "😀", "😁", "");
const word = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));

const token: fc.Arbitrary<LikeToken> = fc.oneof(
  fc.constantFrom<LikeToken>({ kind: "any-run" }, { kind: "any-one" }),
  fc.constantFrom("a", "b", "ab", "😀").map((value): LikeToken => ({ kind: "text", value })),
);

const language: fc.Arbitrary<Language> = fc.oneof(
  fc.array(word, { maxLength: 3 }).map(wordsLanguage),
  fc.array(token, { maxLength: 4 }).map(likeLanguage),
  fc.constantFrom("/", "/a", "/a/b").map((base) => withinLanguage("Path", base)),
  fc.constantFrom("a", "a.b", "b").map((base) => withinLanguage("Host", base)),
  fc.constantFrom("a.*", "(a|ab)b*", "[ab]+a", ".*(😀|😁)", "a|b").map((source) => {
    const { tree } = parseRegex(source);
    if (tree === undefined) throw new Error(`not a regular expression: ${source}`);
    return regexLanguage(`index ${source}`, () => tree);
  }),
);

describe("an index of languages", () => {
  it("language-index-leaves-none-out: whatever has a text is among those that may have it", () => {
    let [accepted, suspected, asked] = [0, 0, 0];
    fc.assert(
      fc.property(fc.array(language, { maxLength: 12 }), word, (languages, text) => {
        const found = createLanguageIndex(languages, (each) => each).perhapsWith(text);
        const having = languages.filter((each) => accepts(each, text));
        expect(having.filter((each) => !found.includes(each))).toEqual([]);
        accepted += having.length;
        suspected += found.length;
        asked += languages.length;
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(asked / 20);
    expect(suspected).toBeLessThan(asked / 2);
  });

  it("what a language says that its texts begin and end with, its expression says, too", () => {
    fc.assert(
      fc.property(language, ({ key, regex, affixes }) => {
        const { prefix, suffix } = affixesOf({ key, regex });
        expect(prefix.startsWith(affixes?.prefix ?? "")).toBe(true);
        expect(suffix.endsWith(affixes?.suffix ?? "")).toBe(true);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
