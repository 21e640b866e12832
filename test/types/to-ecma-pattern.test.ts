import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRegex } from "../../src/syntax/regex.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { pick } from "../../src/testing/choices.js";
import { refinementPatterns, testPatterns } from "../../src/testing/policy/patterns.js";
import { sampleRegex } from "../../src/testing/sample-string.js";
import { fromEcmaPattern } from "../../src/types/from-ecma-pattern.js";
import { matchesPattern } from "../../src/types/match-pattern.js";
import { toEcmaPattern } from "../../src/types/to-ecma-pattern.js";
import { invariant } from "../../src/util/invariant.js";

function treeOf(source: string) {
  const { tree } = parseRegex(source);
  invariant(tree !== undefined, `${source} is a regular expression`);
  return tree;
}

describe("toEcmaPattern", () => {
  it.each([
    ["[a-z]+", "^[a-z]+$"],
    ["a|b", "^(?:a|b)$"],
    ["", "^$"],
    [".*", "^[\\s\\S]*$"],
    [".*abc", "abc$"],
    ["abc.*", "^abc"],
    [".*abc.*", "abc"],
    ["(ab)*(c|d)?e{2}f{3,}g{0,4}", "^(?:ab)*(?:c|d)?e{2}f{3,}g{0,4}$"],
    ["(a+)+", "^(?:a+)+$"],
    ["\\d[^\\d]", "^[0-9][^0-9]$"],
    ["\\.\\-\\/[\\]\\-x^]", "^\\.-/[\\-\\]\\^x]$"],
    ["\\u{e9}\\u{1F600}\\n", "^\\u00e9\\u{1f600}\\u000a$"],
    ["\\s[ab]", "^[\\u0009\\u000a\\u000d ][ab]$"],
  ])("prints /%s/ as %j", (source, expected) => {
    expect(toEcmaPattern(treeOf(source))).toBe(expected);
  });

  it.each(["^[a-z]{2,8}(?:_[0-9]{4})?$", "abc", "^(?:a|b)$", "^a", "b$", "^[^/]+$", "^https://x/"])(
    "gives %s back as it came",
    (source) => {
      expect(toEcmaPattern(fromEcmaPattern(source)?.tree ?? treeOf(""))).toBe(source);
    },
  );

  it("pattern-out: matches the same strings", () => {
    const counts = { matched: 0, other: 0 };
    const sources = [...refinementPatterns, ...testPatterns, ".*a.*", ".*(a|b)", "(.*x|y).*", "[^a]\\W"];
    const subject = arbitraryOf((choices) => {
      const tree = treeOf(pick(choices, sources));
      const text = sampleRegex(choices, choices.int(0, 3) === 0 ? treeOf(pick(choices, sources)) : tree);
      const at = choices.int(0, text.length);
      const edited = text.slice(0, at) + pick(choices, ["", "a", "-", "\n", "\u{1F600}"]) + text.slice(at);
      return { tree, text: edited };
    });
    fc.assert(
      fc.property(subject, ({ tree, text }) => {
        fc.pre(text.isWellFormed());
        const isMatch = matchesPattern(text, tree);
        counts[isMatch ? "matched" : "other"]++;
        expect(new RegExp(toEcmaPattern(tree), "u").test(text)).toBe(isMatch);
      }),
      { seed: 20261203, numRuns: 5000 },
    );
    expect(Math.min(counts.matched, counts.other)).toBeGreaterThan(500);
  });
});
