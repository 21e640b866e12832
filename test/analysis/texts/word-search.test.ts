import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  lengthLanguage,
  likeLanguage,
  regexLanguage,
  type SignedLanguage,
  wordsLanguage,
} from "../../../src/analysis/texts/language.js";
import { beforeLowering } from "../../../src/analysis/texts/regex-parts.js";
import { findWords, isIn } from "../../../src/analysis/texts/word-search.js";
import { lowerAscii } from "../../../src/runtime/text.js";
import { parseLikePattern } from "../../../src/syntax/like-pattern.js";
import { parseRegex } from "../../../src/syntax/regex.js";

function like(pattern: string) {
  const { tokens } = parseLikePattern(pattern);
  if (tokens === undefined) throw new Error(`not a pattern: ${pattern}`);
  return likeLanguage(tokens);
}

function regexOf(source: string) {
  const { tree } = parseRegex(source);
  if (tree === undefined) throw new Error(`not a regular expression: ${source}`);
  return regexLanguage(`test ${source}`, () => tree);
}

const patterns = fc
  .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 })
  .map((parts) => parts.join(""));

const languages = fc.array(
  fc
    .record({ pattern: patterns, wanted: fc.boolean() })
    .map(({ pattern, wanted }): SignedLanguage => ({ language: like(pattern), wanted })),
  { minLength: 1, maxLength: 3 },
);

/** All texts over a, b and one character that no pattern names, up to a length. */
const texts = Array.from({ length: 5 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 3 ** length }, (_, index) =>
    Array.from({ length }, (_unused, place) => "abx"[Math.floor(index / 3 ** place) % 3]).join(""),
  ),
);

describe("findWords", () => {
  it("words-agree-with-enumeration: the first word found is as short as the shortest there is", () => {
    fc.assert(
      fc.property(languages, (all) => {
        const { words, complete } = findWords([...all, { language: lengthLanguage(0, 4), wanted: true }], 1);
        const shortest = texts.find((text) => isIn(text, all));
        expect(words[0]?.length).toBe(shortest?.length);
        expect(words.every((word) => isIn(word, all))).toBe(true);
        if (shortest === undefined) expect(complete).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("finds as many different words as are asked for", () => {
    const { words } = findWords([{ language: like("a*"), wanted: true }], 20);
    expect(new Set(words).size).toBe(20);
    expect(words[0]).toBe("a");
  });

  it("says that there are no others than the listed ones", () => {
    const listed = { language: wordsLanguage(["b", "aa", "c"]), wanted: true };
    const found = findWords([listed, { language: like("*a*"), wanted: false }], 5);
    expect(found).toEqual({ words: ["b", "c"], complete: true });
  });

  it("all-words-are-found: of a class of characters as many are tried as texts are wanted", () => {
    const classes = ["[a-c]", "[x-z]", "[ab]", "q"];
    const words = (parts: readonly string[]): readonly string[] =>
      parts.reduce<readonly string[]>(
        (found, part) => {
          const letters = part.startsWith("[a-")
            ? "abc"
            : part === "[x-z]"
              ? "xyz"
              : part.replace(/[[\]]/g, "");
          return found.flatMap((word) => [...letters].map((letter) => word + letter));
        },
        [""],
      );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...classes), { maxLength: 3 }),
        fc.constantFrom(...classes),
        fc.integer({ min: 1, max: 30 }),
        (parts, without, limit) => {
          const wanted = words(parts).filter(
            (word) => parts.length !== 1 || !words([without]).includes(word),
          );
          const languages = [
            { language: regexOf(parts.join("")), wanted: true },
            { language: regexOf(without), wanted: false },
          ];
          const found = findWords(languages, limit);
          expect(found.words.length).toBe(Math.min(limit, wanted.length));
          expect(wanted).toEqual(expect.arrayContaining([...found.words]));
          expect(new Set(found.words).size).toBe(found.words.length);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it("does not call a search complete that its budget ends", () => {
    const globs = [..."abcdefghijklmnopqr"].map((c) => ({ language: like(`*${c}${c}*`), wanted: true }));
    const short = { language: lengthLanguage(0, 2 * globs.length - 1), wanted: true };
    expect(findWords([...globs, short], 1)).toEqual({ words: [], complete: false });
  });

  it("finds some text where the shortest ones are too far to seek", () => {
    const globs = [..."abcdefghijklmnopqr"].map((c) => ({ language: like(`*${c}${c}*`), wanted: true }));
    const { words } = findWords(globs, 1);
    expect(words).toHaveLength(1);
    expect(isIn(words[0] ?? "", globs)).toBe(true);
  });
});

describe("beforeLowering", () => {
  it("lowering-inverts: a text is before the lowering of a pattern iff its lower-case form matches", () => {
    const characters = fc.array(fc.constantFrom("a", "A", "b", "B", "z", "Z", "é", "É", "1"), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "A", "z", "é", "*", "?"), { maxLength: 4 }),
        characters,
        (parts, word) => {
          const language = like(parts.join(""));
          const before = regexLanguage(`before ${language.key}`, () => beforeLowering(language.regex()));
          const text = word.join("");
          expect(isIn(text, [{ language: before, wanted: true }])).toBe(
            isIn(lowerAscii(text), [{ language, wanted: true }]),
          );
        },
      ),
      { seed: 1, numRuns: 1000 },
    );
  });
});
