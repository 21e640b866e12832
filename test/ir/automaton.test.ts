import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAutomaton } from "../../src/ir/automaton.js";
import { matchesAutomaton } from "../../src/runtime/pattern.js";
import { anyCharacter, type CharacterSet, characterSet, complement } from "../../src/syntax/character-set.js";
import { parseRegex, type RegexNode } from "../../src/syntax/regex.js";
import { matchesPattern } from "../../src/types/match-pattern.js";

const seed = 20261121;

function regexOf(source: string): RegexNode {
  const { tree, error } = parseRegex(source);
  if (tree === undefined) throw new Error(`${source}: ${error.message}`);
  return tree;
}

/** The same expression for the platform's engine: with backtracking, so for short texts only. */
function platformSource(node: RegexNode): string {
  switch (node.kind) {
    case "characters":
      return `[${node.set.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join("")}]`;
    case "sequence":
      return node.parts.map(platformSource).join("");
    case "alternation":
      return `(?:${node.alternatives.map(platformSource).join("|")})`;
    case "repeat":
      return `(?:${platformSource(node.body)}){${node.min},${node.max ?? ""}}`;
  }
}

const set = fc.oneof(
  fc
    .constantFrom<CharacterSet>(
      [[97, 97]],
      [[98, 98]],
      [[97, 98]],
      [[0x1f600, 0x1f601]],
      characterSet([
        [97, 97],
        [99, 99],
        [0x1f600, 0x1f600],
      ]),
    )
    .chain((chosen) => fc.constantFrom(chosen, complement(chosen))),
  fc.constant(anyCharacter),
);

const { regex } = fc.letrec<{ regex: RegexNode; leaf: RegexNode }>((tie) => ({
  leaf: set.map((characters) => ({ kind: "characters", set: characters }) as const),
  regex: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("regex"), { maxLength: 3 }).map((parts) => ({ kind: "sequence", parts }) as const),
    fc
      .array(tie("regex"), { minLength: 2, maxLength: 3 })
      .map((alternatives) => ({ kind: "alternation", alternatives }) as const),
    fc
      .record({ body: tie("regex"), min: fc.nat(2), more: fc.option(fc.nat(2), { nil: undefined }) })
      .map(
        ({ body, min, more }) =>
          ({ kind: "repeat", body, min, max: more === undefined ? undefined : min + more }) as const,
      ),
  ),
}));

const text = fc
  .array(fc.constantFrom("a", "b", "c", "😀", "😁", "\n", "\uffff"), { maxLength: 6 })
  .map((parts) => parts.join(""));

describe("compileAutomaton", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["a", "a", true],
    ["a", "aa", false],
    ["[a-z]+", "abc", true],
    ["[a-z]+", "aBc", false],
    ["a|bc", "bc", true],
    ["(a|b)*c", "ababc", true],
    ["a{2,3}", "a", false],
    ["a{2,3}", "aaa", true],
    ["a{2,3}", "aaaa", false],
    ["a{2,}", "aaaaa", true],
    ["(a*)*", "aaa", true],
    ["(a?){3}b", "aab", true],
    [".", "😀", true],
    [".", "\n", true],
    ["..", "😀", false],
    ["[^a]", "😀", true],
    ["\\d{4}-\\d{2}", "2026-11", true],
    ["\\w+@\\w+\\.com", "a@b.com", true],
  ])("/%s/ on %j: %s", (source, subject, expected) => {
    expect(matchesAutomaton(subject, compileAutomaton(regexOf(source)))).toBe(expected);
  });

  it("agrees with the platform's engine, in both forms, and so does the interpreter", () => {
    fc.assert(
      fc.property(regex, fc.array(text, { minLength: 5, maxLength: 5 }), (node, texts) => {
        const platform = new RegExp(`^(?:${platformSource(node)})$`, "u");
        const usual = compileAutomaton(node);
        const nondeterministic = compileAutomaton(node, { states: 0, entries: 0 });
        expect(nondeterministic.kind).toBe("nondeterministic");
        for (const subject of texts) {
          const expected = platform.test(subject);
          expect(matchesAutomaton(subject, usual)).toBe(expected);
          expect(matchesAutomaton(subject, nondeterministic)).toBe(expected);
          expect(matchesPattern(subject, node)).toBe(expected);
        }
      }),
      { seed, numRuns: 2000 },
    );
  });

  it("gives equal languages equal tables", () => {
    const same = [
      ["a|b", "[ab]", "b|a|b"],
      ["a*", "(a*)*", "(|a)*", "a*a*"],
      ["a{2,4}", "aa(a(a)?)?", "aa|aaa|aaaa"],
      [".", "[^a]|a"],
      ["[a-c]x|[d-f]x", "[a-f]x"],
    ];
    for (const [first = "", ...others] of same) {
      for (const other of others) {
        expect(compileAutomaton(regexOf(other))).toEqual(compileAutomaton(regexOf(first)));
      }
    }
  });

  it("is small where it can be", () => {
    expect(compileAutomaton(regexOf("[a-z]+"))).toEqual({
      kind: "deterministic",
      starts: [0, 97, 123],
      classes: [0, 1, 0],
      width: 2,
      next: [-1, 1, -1, 1],
      final: [0, 1],
    });
    expect(compileAutomaton(regexOf(".*"))).toMatchObject({ starts: [0], next: [0], final: [1] });
  });

  it("has a table for what matches nothing", () => {
    const nothing: RegexNode = { kind: "characters", set: [] };
    expect(compileAutomaton(nothing)).toMatchObject({ next: [-1], final: [0] });
    const automaton = compileAutomaton({ kind: "sequence", parts: [regexOf("a*"), nothing] });
    expect(automaton).toMatchObject({ next: [-1], final: [0] });
  });

  it("falls back to several states at once where the table would be too large", () => {
    const automaton = compileAutomaton(regexOf(".*a.{20}"));
    expect(automaton.kind).toBe("nondeterministic");
    expect(matchesAutomaton(`b${"ba".repeat(5000)}${"b".repeat(20)}`, automaton)).toBe(true);
    expect(matchesAutomaton(`b${"ba".repeat(5000)}${"b".repeat(21)}`, automaton)).toBe(false);
  });

  it("is data: JSON keeps it", () => {
    for (const source of ["[a-z]+", ".*a.{20}"]) {
      const automaton = compileAutomaton(regexOf(source));
      expect(JSON.parse(JSON.stringify(automaton))).toEqual(automaton);
    }
  });

  it("stays linear where backtracking engines explode", () => {
    for (const source of ["(a+)+b", "(a|a)*b", "(a*)*b", "(a|aa)+b"]) {
      expect(matchesAutomaton("a".repeat(100_000), compileAutomaton(regexOf(source)))).toBe(false);
      expect(matchesPattern("a".repeat(2000), regexOf(source))).toBe(false);
    }
  });
});
