import { describe, expect, it } from "vitest";
import { regexTexts } from "../../../src/analysis/generate/regex-texts.js";
import { compileAutomaton } from "../../../src/ir/automaton.js";
import { matchesAutomaton } from "../../../src/runtime/pattern.js";
import { parseRegex, type RegexNode } from "../../../src/syntax/regex.js";

function treeOf(source: string): RegexNode {
  const { tree } = parseRegex(source);
  if (tree === undefined) throw new Error(source);
  return tree;
}

describe("texts of a regular expression", () => {
  it("match it", () => {
    for (const source of ["[a-z]{2,4}_[0-9]+", "(a|bb)?c*", "[^a-z]x.", "é{2}|[0-9]{3}-z"]) {
      const tree = treeOf(source);
      const texts = regexTexts(tree);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(matchesAutomaton(text, compileAutomaton(tree))).toBe(true);
    }
  });

  it("have as few and as many repetitions as it allows", () => {
    const lengths = regexTexts(treeOf("[a-z]{2,4}")).map((text) => text.length);
    expect(new Set(lengths)).toEqual(new Set([2, 4]));
  });

  it("have characters of both ends of a class", () => {
    expect(regexTexts(treeOf("[a-z0-9]"))).toEqual(["a", "0"]);
  });

  it("are none where a person would not read them", () => {
    expect(regexTexts(treeOf("a{100}"))).toEqual([]);
  });
});
