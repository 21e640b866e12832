import { describe, expect, it } from "vitest";
import { parseLikePattern } from "../../src/syntax/like-pattern.js";

const run = { kind: "any-run" };
const one = { kind: "any-one" };
const text = (value: string) => ({ kind: "text", value });

describe("parseLikePattern", () => {
  it.each([
    ["", []],
    ["sales_*", [text("sales_"), run]],
    ["*.example.com", [run, text(".example.com")]],
    ["a?b**c", [text("a"), one, text("b"), run, text("c")]],
    ["\\*\\?\\\\x", [text("*?\\x")]],
    ["\u{1f600}?", [text("\u{1f600}"), one]],
  ])("reads %j", (pattern, tokens) => {
    expect(parseLikePattern(pattern)).toEqual({ tokens });
  });

  it.each([
    ["a\\", 1, "found a backslash at the end of a pattern"],
    ["\\d*", 0, "found `\\d` in a pattern, which is no escape there"],
  ])("refuses %j", (pattern, offset, message) => {
    expect(parseLikePattern(pattern).error).toMatchObject({ offset, message });
  });
});
