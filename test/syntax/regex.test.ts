import { describe, expect, it } from "vitest";
import { anyCharacter, characterSet, complement } from "../../src/syntax/character-set.js";
import { parseRegex, type RegexNode } from "../../src/syntax/regex.js";
import { Random } from "./ebnf-sentences.js";

/** The node as a text: `[a-c]` for sets, brackets for structure. */
function show(node: RegexNode): string {
  switch (node.kind) {
    case "characters":
      return `[${node.set.map(([first, last]) => (first === last ? char(first) : `${char(first)}-${char(last)}`)).join("")}]`;
    case "sequence":
      return `(${node.parts.map(show).join("")})`;
    case "alternation":
      return `(${node.alternatives.map(show).join("|")})`;
    case "repeat":
      return `${show(node.body)}{${node.min},${node.max ?? ""}}`;
  }
}

function char(code: number): string {
  return code > 32 && code < 127 ? String.fromCodePoint(code) : `<${code.toString(16)}>`;
}

describe("parseRegex", () => {
  it.each([
    ["", "()"],
    ["a", "[a]"],
    ["ab|c", "(([a][b])|[c])"],
    ["a|", "([a]|())"],
    ["(a|b)*c+d?", "(([a]|[b]){0,}[c]{1,}[d]{0,1})"],
    ["a{2}b{2,}c{2,3}", "([a]{2,2}[b]{2,}[c]{2,3})"],
    ["[a-cx-]", "[-a-cx]"],
    ["[-a]", "[-a]"],
    ["[^a]", "[<0>-`b-<d7ff><e000>-<10ffff>]"],
    ["[a^]", "[^a]"],
    ["[c-ea-d]", "[a-e]"],
    ["[\\d\\]\\-]", "[-0-9]]"],
    ["\\d\\w\\s", "([0-9][0-9A-Z_a-z][<9>-<a><d><20>])"],
    ["\\D", "[<0>-/:-<d7ff><e000>-<10ffff>]"],
    ["\\/\\.\\-\\n", "([/][.][-][<a>])"],
    ["\\u{1f600}é\u{1f600}", "([<1f600>][<e9>][<1f600>])"],
    [".", "[<0>-<d7ff><e000>-<10ffff>]"],
    ["[a-\\u{10ffff}]", "[a-<d7ff><e000>-<10ffff>]"],
    ["-,:=!<>@", "([-][,][:][=][!][<][>][@])"],
  ])("reads /%s/", (source, shown) => {
    const { tree, error } = parseRegex(source);
    expect(error).toBeUndefined();
    expect(tree && show(tree)).toBe(shown);
  });

  it.each([
    ["^a", 0, "found `^`, which Pol does not use"],
    ["a$", 1, "found `$`, which Pol does not use"],
    ["(a", 0, "found `(` without its `)`"],
    ["a)", 1, "found `)` without its `(`"],
    ["[a", 0, "found `[` without its `]`"],
    ["[]", 0, "found a class without characters"],
    ["[^]", 0, "found a class without characters"],
    ["[[:alpha:]]", 1, "found `[` inside a class"],
    ["[z-a]", 1, "found the range `z-a`, whose ends are reversed"],
    ["[\\d-z]", 1, "found the range `\\d-z` of a class; a range has one character at each end"],
    ["[\\D]", 1, "found the escape `\\D`, which does not exist"],
    ["a]", 1, "found `]` by itself"],
    ["a}", 1, "found `}` by itself"],
    ["*a", 0, "found `*` with nothing before it to repeat"],
    ["a**", 2, "found a repetition of a repetition"],
    ["a+?", 2, "found a repetition of a repetition"],
    ["a{,3}", 1, "found `{` that begins no repetition"],
    ["a{3,2}", 1, "found the repetition `{3,2}`, whose bounds are reversed"],
    ["(?:a)", 0, "found a group that begins with `(?`"],
    ["a\\b", 1, "found the escape `\\b`, which does not exist"],
    ["(a)\\1", 3, "found the escape `\\1`, which does not exist"],
    ["\\p{L}", 0, "found the escape `\\p`, which does not exist"],
    ["\\u0041", 0, "found `\\u` without a character's number"],
    ["\\u{d800}", 0, "found `\\u` without a character's number"],
    ["a\\", 1, "found the escape `\\`, which does not exist"],
    ["a{10001}", 0, "found a regular expression of more than 10000 states"],
    ["((a{100}){100}){100}", 0, "found a regular expression of more than 10000 states"],
    ["a{99999999999999999999}", 0, "found a regular expression of more than 10000 states"],
    [`${"(".repeat(1000)}a${")".repeat(1000)}`, 256, "found groups nested more than 256 levels deep"],
  ])("refuses /%s/", (source, offset, message) => {
    expect(parseRegex(source).error).toMatchObject({ offset, message });
  });

  it("never throws, and refuses nothing that JavaScript has and Pol too", () => {
    const random = new Random(8);
    const pieces = [
      "a",
      "b",
      "0",
      ".",
      "(",
      ")",
      "[",
      "]",
      "[a-c]",
      "[^b]",
      "|",
      "*",
      "+",
      "?",
      "{2}",
      "{1,3}",
      "\\d",
      "\\.",
      "-",
      "^",
      "\\",
    ];
    for (let count = 0; count < 5000; count++) {
      const source = Array.from({ length: random.below(8) }, () => random.pick(pieces)).join("");
      const { tree } = parseRegex(source);
      if (tree === undefined) continue;
      const oracle = new RegExp(`^(?:${source.replace(/\\(.)/g, withUnicodeEscape)})$`, "su");
      const text = Array.from({ length: random.below(6) }, () =>
        random.pick(["a", "b", "c", "0", "-", "."]),
      ).join("");
      expect({ source, text, matches: matches(tree, text) }).toEqual({
        source,
        text,
        matches: oracle.test(text),
      });
    }
  });
});

/** JavaScript has no `\-` outside a class. */
function withUnicodeEscape(written: string, character: string): string {
  return character === "-" ? "\\x2d" : written;
}

/** Whether the whole text matches, by trying every way. */
function matches(tree: RegexNode, text: string): boolean {
  return endsOf(tree, [...text], 0).has([...text].length);
}

function endsOf(node: RegexNode, text: readonly string[], at: number): ReadonlySet<number> {
  switch (node.kind) {
    case "characters": {
      const code = text[at]?.codePointAt(0);
      const contained = code !== undefined && node.set.some(([first, last]) => first <= code && code <= last);
      return new Set(contained ? [at + 1] : []);
    }
    case "alternation":
      return new Set(node.alternatives.flatMap((alternative) => [...endsOf(alternative, text, at)]));
    case "sequence": {
      let ends: ReadonlySet<number> = new Set([at]);
      for (const part of node.parts)
        ends = new Set([...ends].flatMap((from) => [...endsOf(part, text, from)]));
      return ends;
    }
    case "repeat": {
      const least = node.min;
      let ends: ReadonlySet<number> = new Set([at]);
      const all = new Set(least === 0 ? [at] : []);
      for (let times = 1; times <= (node.max ?? text.length + least); times++) {
        ends = new Set([...ends].flatMap((from) => [...endsOf(node.body, text, from)]));
        if (times >= least) for (const end of ends) all.add(end);
      }
      return all;
    }
  }
}

describe("characterSet", () => {
  it("sorts, joins, and leaves surrogates out", () => {
    expect(
      characterSet([
        [5, 9],
        [1, 2],
        [3, 4],
        [8, 12],
      ]),
    ).toEqual([[1, 12]]);
    expect(characterSet([[0xd000, 0xf000]])).toEqual([
      [0xd000, 0xd7ff],
      [0xe000, 0xf000],
    ]);
    expect(characterSet([[0xd800, 0xdfff]])).toEqual([]);
  });

  it("has a complement", () => {
    expect(complement([])).toEqual(anyCharacter);
    expect(complement(anyCharacter)).toEqual([]);
    expect(
      complement(
        complement([
          [1, 5],
          [9, 9],
        ]),
      ),
    ).toEqual([
      [1, 5],
      [9, 9],
    ]);
  });
});
