import { describe, expect, it } from "vitest";
import { someNames } from "../../src/analysis/some-names.js";

describe("someNames", () => {
  it.each([
    [[], ""],
    [["a"], "`a`"],
    [["a", "b"], "`a` and `b`"],
    [["a", "b", "c", "d"], "`a`, `b`, `c` and `d`"],
    [["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"],
  ])("reads %j", (names, text) => {
    expect(someNames(names)).toBe(text);
  });
});
