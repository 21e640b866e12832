import { describe, expect, it } from "vitest";
import { didYouMean, editDistance } from "../../src/util/did-you-mean.js";

describe("didYouMean", () => {
  it.each([
    ["qery", ["query", "explain"], "query"],
    ["postgres.qeury", ["postgres.query", "postgres.explain"], "postgres.query"],
    ["Team", ["team"], "team"],
    ["ab", ["ax", "xb"], "ax"],
    ["bat", ["cat", "rat", "bath"], "bath"],
    ["to", ["cc"], undefined],
    ["table", ["column"], undefined],
    ["table", ["table"], undefined],
    ["x", [], undefined],
  ])("for %j among %j suggests %j", (word, candidates, expected) => {
    expect(didYouMean(word, candidates)).toBe(expected);
    expect(didYouMean(word, [...candidates].reverse())).toBe(expected);
  });
});

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
    ["abcd", "acbd", 1],
    ["ca", "abc", 3],
  ])("of %j and %j is %i", (left, right, distance) => {
    expect(editDistance(left, right, 10)).toBe(distance);
    expect(editDistance(right, left, 10)).toBe(distance);
  });

  it("says only that it is more than the bound", () => {
    expect(editDistance("kitten", "sitting", 2)).toBe(3);
    expect(editDistance("a", "abcdef", 2)).toBe(3);
  });
});
