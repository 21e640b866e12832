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
      fc.property(few, few, few, (text, more, part) => {
        for (const whole of [text, text + more + part, part + more + text, text + part + more]) {
          for (const asked of [part, more + part, part + more, part + more + text]) {
            expect(beginsWith(whole, asked)).toBe(whole.startsWith(asked));
            expect(endsWith(whole, asked)).toBe(whole.endsWith(asked));
          }
        }
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
