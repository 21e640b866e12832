import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsWith, codePointLength, endsWith, isPlainString, lowerAscii } from "../../src/runtime/text.js";

describe("isPlainString", () => {
  it.each(["", "a", "\u0000", "é", "e\u0301", "😀", "\ufeff"])("takes %j", (text) => {
    expect(isPlainString(text)).toBe(true);
  });
  it.each(["\ud800", "\udc00", "a\udc00\ud800b", new String("a"), 1, null, undefined, ["a"], Symbol("a")])(
    "refuses what is no well-formed string (%#)",
    (value) => {
      expect(isPlainString(value)).toBe(false);
    },
  );
});

describe("codePointLength", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["e\u0301", 2],
    ["😀", 1],
    ["a😀b🏴", 4],
  ])("of %j is %i", (text, length) => {
    expect(codePointLength(text)).toBe(length);
    expect(codePointLength(text)).toBe([...text].length);
  });
});

describe("lowerAscii", () => {
  it("lowers A to Z and nothing else", () => {
    expect(lowerAscii("AZaz[@`{09É\u212aİ")).toBe("azaz[@`{09É\u212aİ");
  });
});

describe("beginsWith and endsWith", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "\ud83d", "\ude00"), maxLength: 5 });

  it("law: are what the methods of strings are", () => {
    fc.assert(
      fc.property(few, few, (text, part) => {
        expect(beginsWith(text, part)).toBe(text.startsWith(part));
        expect(endsWith(text, part)).toBe(text.endsWith(part));
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
