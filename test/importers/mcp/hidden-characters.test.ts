import { describe, expect, it } from "vitest";
import { findHidden } from "../../../src/importers/mcp/hidden-characters.js";

function hiddenIn(text: string): readonly number[] {
  return findHidden(text).map(({ offset }) => offset);
}

describe("characters that people do not see", () => {
  it.each([
    ["a control character", "a\u001b[31m", [1]],
    ["a bidirectional control", "ab\u202ec", [2]],
    ["a zero-width space", "a\u200bb\u200b", [1, 3]],
    ["a byte order mark", "\ufeffa", [0]],
    ["tag characters", "a\u{e0041}\u{e0042}", [1, 3]],
    ["variation selectors that carry bytes", "a\u{fe00}\u{e0101}", [1, 2]],
    ["a joiner between Latin letters", "a\u200db", [1]],
    ["a line separator", "a\u2028b", [1]],
    ["half of a pair", "a\ud800", [1]],
  ])("finds %s", (_, text, offsets) => {
    expect(hiddenIn(text)).toEqual(offsets);
  });

  it.each([
    ["lines and tabs", "a\tb\r\nc"],
    ["joined emoji", "👨‍👩‍👧 🏳️‍🌈 👩🏽‍💻"],
    ["an emoji as text", "❤\ufe0e"],
    ["the flag of Scotland", "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}"],
    ["Persian", "می‌خواهم"],
    ["Hindi", "क्‍ष"],
    ["other scripts", "Größe 設定 ñ ı 🙂"],
  ])("lets %s be", (_, text) => {
    expect(hiddenIn(text)).toEqual([]);
  });
});
