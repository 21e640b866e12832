import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains } from "../../../src/analysis/encode/interval-set.js";
import {
  type AlignedTexts,
  alignedLengths,
  findAlignedTexts,
} from "../../../src/analysis/texts/aligned-search.js";
import {
  lengthLanguage,
  likeLanguage,
  regexLanguage,
  type SignedLanguage,
} from "../../../src/analysis/texts/language.js";
import { isIn } from "../../../src/analysis/texts/word-search.js";
import { lowerAscii } from "../../../src/runtime/text.js";
import { parseLikePattern } from "../../../src/syntax/like-pattern.js";
import { parseRegex } from "../../../src/syntax/regex.js";

function like(pattern: string, wanted = true): SignedLanguage {
  const { tokens } = parseLikePattern(pattern);
  if (tokens === undefined) throw new Error(`not a pattern: ${pattern}`);
  return { language: likeLanguage(tokens), wanted };
}

function matching(source: string): SignedLanguage {
  const { tree } = parseRegex(source);
  if (tree === undefined) throw new Error(`not a regular expression: ${source}`);
  return { language: regexLanguage(`matches ${source}`, () => tree), wanted: true };
}

const languages = fc.array(
  fc.oneof(
    fc
      .tuple(fc.array(fc.constantFrom("a", "A", "b", "*", "?"), { maxLength: 4 }), fc.boolean())
      .map(([parts, wanted]) => like(parts.join(""), wanted)),
    fc.constantFrom("[aA]*", "(aA)*", "[^a]*b?", "(..)*", "a{2,3}").map(matching),
  ),
  { minLength: 1, maxLength: 2 },
);

const longest = 4;

const problems: fc.Arbitrary<AlignedTexts> = fc.record({
  texts: fc.array(fc.record({ languages, isLowered: fc.boolean() }), { minLength: 2, maxLength: 2 }),
  differing: fc.constantFrom([], [[0, 1] as const]),
});

/** All texts of `a`, `A` and `b`, the shortest first. */
const words = Array.from({ length: longest + 1 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 3 ** length }, (_, index) =>
    Array.from({ length }, (_unused, place) => "aAb"[Math.floor(index / 3 ** place) % 3]).join(""),
  ),
);

function fits({ texts, differing }: AlignedTexts, tuple: readonly string[]): boolean {
  const [first, second] = tuple;
  return (
    first !== undefined &&
    second !== undefined &&
    lowerAscii(first) === lowerAscii(second) &&
    texts.every(({ languages: own, isLowered }, index) => {
      const word = tuple[index] ?? "";
      return isIn(word, own) && (!isLowered || lowerAscii(word) === word);
    }) &&
    differing.every(([left, right]) => tuple[left] !== tuple[right])
  );
}

/** The tuples of such words, the shortest first. */
function tuplesOf(problem: AlignedTexts): readonly (readonly string[])[] {
  const seconds = new Map<string, string[]>();
  for (const word of words) seconds.set(lowerAscii(word), [...(seconds.get(lowerAscii(word)) ?? []), word]);
  return words.flatMap((first) =>
    (seconds.get(lowerAscii(first)) ?? [])
      .map((second) => [first, second])
      .filter((tuple) => fits(problem, tuple)),
  );
}

describe("texts that are the same in lower case", () => {
  it("aligned-texts-agree-with-enumeration: what is found fits, and is as short as the shortest there is", () => {
    let none = 0;
    fc.assert(
      fc.property(problems, (problem) => {
        const { tuples, complete } = findAlignedTexts(problem, 2);
        const known = tuplesOf(problem);
        for (const tuple of tuples) expect(fits(problem, tuple)).toBe(true);
        expect(new Set(tuples.map((tuple) => tuple.join(" "))).size).toBe(tuples.length);
        const shortest = known[0]?.[0];
        if (shortest !== undefined) expect(tuples[0]?.[0]?.length).toBeLessThanOrEqual(shortest.length);
        expect(tuples.length).toBeGreaterThanOrEqual(Math.min(known.length, 2));
        none += Number(tuples.length === 0 && complete);
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(none).toBeGreaterThan(20);
  });

  it("aligned-lengths-agree-with-enumeration: no length that texts have is missing, and of the short ones none is too many", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const set = alignedLengths(problem);
        const known = new Set(tuplesOf(problem).map(([first]) => first?.length));
        for (const length of known) expect(contains(set, length ?? -1)).toBe(true);
        for (let length = 0; length <= longest; length += 1) {
          const exact = { language: lengthLanguage(length, length), wanted: true };
          const texts = problem.texts.map((each) => ({ ...each, languages: [...each.languages, exact] }));
          expect(contains(set, length)).toBe(findAlignedTexts({ ...problem, texts }, 1).tuples.length > 0);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("sees which lengths come again for ever", () => {
    const lengths = (...own: readonly SignedLanguage[]) =>
      alignedLengths({ texts: [{ languages: own, isLowered: false }], differing: [] });
    expect(lengths(like("a*"))).toEqual([[1, Number.MAX_SAFE_INTEGER]]);
    expect(lengths(matching("a{2,4}|b{7}"))).toEqual([
      [2, 4],
      [7, 7],
    ]);
    const even = lengths(matching("(ab)*"));
    expect([contains(even, 100), contains(even, 101)]).toEqual([true, false]);
    expect(lengths(matching("[ab]*"), like("*c*"))).toEqual([]);
  });
});
