import { describe, expect, it } from "vitest";
import type { Declaration } from "../../src/syntax/ast.js";
import { parse } from "../../src/syntax/parse.js";
import { SYNTAX_CODES } from "../../src/syntax/syntax-errors.js";

/** Errors as `CODE line:column message`. */
function errorsIn(text: string): readonly string[] {
  return parse({ path: "a.pol", text }).diagnostics.map(({ code, span, message }) => {
    const before = text.slice(0, span.start).split("\n");
    return `${code} ${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${message}`;
  });
}

/** What is left of a file: `policy p[rule a, rule b]`. */
function keptOf(text: string): readonly string[] {
  return parse({ path: "a.pol", text }).file.declarations.map(keptName);
}

function keptName(declaration: Declaration): string {
  switch (declaration.kind) {
    case "PolicyDeclaration":
      return `${declaration.name.text}[${declaration.rules.map((rule) => rule.name.text)}]`;
    case "EntityDeclaration":
      return `${declaration.name.text}[${declaration.members.map((member) => member.name.text)}]`;
    case "TestDeclaration":
      return declaration.name.value;
    default:
      return "name" in declaration && "text" in declaration.name ? declaration.name.text : declaration.kind;
  }
}

/** A broken rule `a` before a whole rule `b` and a whole entity `Z`. */
function ruleWith(sentence: string): string {
  return `policy p {\n  rule a\n    ${sentence}\n  rule b\n    allow User to read\n}\nentity Z\n`;
}

describe("an error in a rule", () => {
  it.each([
    [
      "allow User to x when a < b < c",
      ["POL1010 3:32 found a comparison of a comparison; tests do not chain"],
    ],
    ["allow User to x when a + not b", ["POL1011 3:30 found `not` as an operand; it needs parentheses"]],
    [
      "allow User to x when a or if b then c else d",
      ["POL1011 3:31 found a conditional as an operand; it needs parentheses"],
    ],
    [
      "allow User to x when not any b in c: d",
      ["POL1011 3:30 found a quantifier as an operand; it needs parentheses"],
    ],
    ["allow User to x when a[b and c]", ["POL1011 3:30 found `and`; a test or logic here needs parentheses"]],
    ["allow User to x when a == 1..2", ["POL1001 3:32 found `..` outside a range test"]],
    ["allow User to x when a = 1", ["POL1008 3:28 found `=`, expected `==`"]],
    ["permit User to x", ["POL1013 3:5 expected `allow`, `deny` or `oblige`, found `permit`"]],
    ["User to x", ["POL1013 3:5 expected `allow`, `deny` or `oblige`, found `User`"]],
    ["allow User x", ["POL1013 3:16 expected `to` and an action, found `x`"]],
    ["allow User too x", ["POL1013 3:16 expected `to` and an action, found `too`"]],
    ["allow anyone acting for User to x", ["POL1013 3:18 expected `to` and an action, found `acting`"]],
    ["allow User to x on anyone", ["POL1001 3:24 expected a type, found `anyone`"]],
    [
      "allow User to a.*.b",
      ["POL1001 3:22 expected an operator, the next clause or the next rule, found `.`"],
    ],
    ["allow User to x when", ["POL1001 4:3 expected an expression, found `rule`"]],
    [
      "deny User to x\n    when a ==\n    when b +\n    unless c c\n    because 1",
      [
        "POL1001 5:5 expected an expression, found `when`",
        "POL1001 6:5 expected an expression, found `unless`",
        "POL1001 6:14 expected an operator, the next clause or the next rule, found `c`",
        "POL1001 7:13 expected the reason as a string, found the number `1`",
      ],
    ],
    ['deny User to x\n    because "x"\n    when a == 2', ["POL1014 5:5 found `when` where it cannot stand"]],
    [
      "deny User, to x, y,\n    when a",
      [
        "POL1015 3:14 found a comma that nothing follows but `to`",
        "POL1015 3:23 found a comma that nothing follows but `when`",
      ],
    ],
    ["deny User in to x", ['POL1001 3:18 expected an entity such as `Team("sales")`, found `to`']],
    ["allow User to x when f(a b)", ["POL1001 3:30 expected `)` or a comma, found `b`"]],
    ["allow User to x when a in (b, c)", ["POL1001 3:33 expected `)`, found `,`"]],
    [
      "allow User to x when a.startsWith(b)",
      ["POL1001 3:38 expected an operator, the next clause or the next rule, found `(`"],
    ],
    ["allow User to x when any a of b: c", ["POL1001 3:32 expected `in` and a list, found `of`"]],
    ["allow User to x when a == 1.2.3.4", ["POL1001 3:35 expected a name, found the number `3.4`"]],
    ["allow User to x when a matches /^a/", ["POL1018 3:37 found `^`, which Pol does not use"]],
    [
      'allow User to x when a like "\\\\q"',
      ["POL1019 3:33 found `\\q` in a pattern, which is no escape there"],
    ],
    [
      "allow User to x when a == 15min",
      ["POL1006 3:31 found `15min`, which is neither a number nor a duration"],
    ],
  ])("is reported and leaves the next rule alone: %s", (sentence, errors) => {
    expect(errorsIn(ruleWith(sentence))).toEqual(errors);
    expect(keptOf(ruleWith(sentence))).toEqual(["p[b]", "Z[]"]);
  });

  it("reports the errors of every rule", () => {
    const rule = "  rule r\n    allow User to x when a ==\n";
    expect(errorsIn(`policy p {\n${rule.repeat(3)}}\npolicy q {\n${rule}}`)).toHaveLength(4);
  });
});

describe("a negation inside of a test", () => {
  it.each(["principal is not User", "principal is not owner of resource"])(
    "`%s` says how it is written",
    (test) => {
      const { diagnostics } = parse({
        path: "p.pol",
        text: `policy p {\n  rule a\n    allow User to x when ${test}\n}`,
      });
      expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
        ["POL1012", "a test is negated as a whole: `not (x is T)`, `not (x is owner of y)`"],
      ]);
    },
  );
});

describe("an error outside a rule", () => {
  it.each([
    [
      "policy p {\n  when a\n  rule b\n    deny User to y\n}",
      ["POL1014 2:3 found `when` outside a rule"],
      ["p[b]"],
    ],
    [
      "policy p {\n  allow User to x\n  rule b\n    deny User to y\n}",
      ["POL1013 2:3 expected `rule` and a name, found `allow`"],
      ["p[b]"],
    ],
    [
      "policy p {\n  rule in\n    allow User to x\n  rule b\n    deny User to y\n}",
      ["POL1012 2:8 expected a name, found the reserved word `in`"],
      ["p[b]"],
    ],
    [
      "policy p {\n  rule a\n    allow User to x\n\npolicy q {\n}",
      ["POL1016 5:1 found a declaration, expected `}`"],
      ["p[a]", "q[]"],
    ],
    [
      "policy p {\n  rule a allow User to x",
      ["POL1016 2:25 found the end of the file, expected `}`"],
      ["p[a]"],
    ],
    ["entity A { a: Int }\n}\nentity Z", ["POL1009 2:1 expected a declaration, found `}`"], ["A[a]", "Z[]"]],
    [
      "polcy p {\n  rule a allow User to x\n}\nentity Z",
      ["POL1009 1:1 expected a declaration, found `polcy`"],
      ["Z[]"],
    ],
    ["actions:\n  - name: read\nentity Z", ["POL1009 1:1 expected a declaration, found `actions`"], ["Z[]"]],
    [
      "permit (principal, action)\nwhen { a };\nentity Z",
      [
        "POL1009 1:1 expected a declaration, found `permit`",
        "POL1002 2:11 found the character `;`, which Pol does not use",
      ],
      ["Z[]"],
    ],
    [
      "tag a,\nentity Y\nentity Z",
      ["POL1015 1:6 found a comma that nothing follows but `entity`"],
      ["Y[]", "Z[]"],
    ],
    [
      "const x = [1, 2\nconst y = 5 + 1\nconst w =\nentity Z\ndef f() =\ntag t",
      [
        "POL1001 2:1 expected `]`, found `const`",
        "POL1001 2:13 expected a declaration, found `+`",
        "POL1001 4:1 expected a value, found `entity`",
        "POL1001 6:1 expected an expression, found `tag`",
      ],
      ["Z[]", "TagDeclaration"],
    ],
    [
      "entity A {\n  a: Int\n  b String\n  c: List<Int\n  d: Int in 5\n  e: Bool\n}",
      [
        "POL1001 3:5 expected `:` and a type, found `String`",
        "POL1001 5:3 expected `>`, found `d`",
        "POL1001 6:3 expected `..`, found `e`",
      ],
      ["A[a,e]"],
    ],
    [
      "type T = { ..., a: Int }\nentity Z",
      ["POL1020 1:12 found `...` before the end of the record"],
      ["Z[]"],
    ],
    [
      "type T = { a: Int, ..., }\nentity Z",
      ["POL1020 1:20 found `...` before the end of the record"],
      ["Z[]"],
    ],
    [
      "action f(a: Int, b, c: , d: Int), g(x Int) on A\nentity Z",
      [
        "POL1001 1:19 expected `:` and a type, found `,`",
        "POL1001 1:24 expected a type, found `,`",
        "POL1001 1:39 expected `:` and a type, found `Int`",
      ],
      ["Z[]"],
    ],
    [
      'test "x" {\n  subject User("a"\n  action foo { a: 1, b 2 }\n  expct allow\n  expect alow\n}\nentity Z',
      [
        "POL1001 3:3 expected `)`, found `action`",
        "POL1001 3:24 expected `:` and a value, found the number `2`",
        "POL1001 4:3 expected `subject`, `actor`, `resource`, `action`, `context`, `given`, `expect` or `}`, found `expct`",
        "POL1001 5:10 expected `allow` or `deny`, found `alow`",
      ],
      ["Z[]"],
    ],
    [
      'assert a deny User to x because "y"\nentity Z',
      ["POL1014 1:25 found `because` where it cannot stand"],
      ["Z[]"],
    ],
    ["policy", ["POL1001 1:7 expected a name, found the end of the file"], []],
  ])("is reported and leaves the rest alone: %s", (text, errors, kept) => {
    expect(errorsIn(text)).toEqual(errors);
    expect(keptOf(text)).toEqual(kept);
  });
});

describe("brokenNames", () => {
  it("has the words of what was dropped, and of nothing else", () => {
    const { file } = parse({
      path: "a.pol",
      text: `entity A { a: Int, b Strng }\n${ruleWith('allow U to "x y".z when a ==')}`,
    });
    expect([...file.brokenNames].sort()).toEqual(
      ["Strng", "U", "a", "allow", "b", "rule", "to", "when", "x y", "z"].sort(),
    );
  });
});

describe("help", () => {
  it.each([
    ["permit", "Pol says `allow`"],
    ["allow User to x when a ? b : c", "a choice is written `if a then b else c`, a default `a ?? b`"],
    ["allow User to x when a == 1.2.3.4", 'an IP address is a string: `"10.0.0.1"`'],
    ["allow User to anything, x", "`anything` stands by itself"],
    ["allow User to x when a in (b, c)", "a list is written in brackets: `[a, b]`"],
    ["allow User to a.*.b", "`*` stands last: every action of a prefix"],
  ])("says what to do about %s", (sentence, help) => {
    expect(parse({ path: "a.pol", text: ruleWith(sentence) }).diagnostics[0]?.help).toBe(help);
  });

  it.each([
    ["polcy p {}", "did you mean `policy`?"],
    [
      "actions: x",
      "Pol is not YAML: a declaration is a keyword and a name, such as `action read on Document`",
    ],
    ["rule a allow User to x", "rules stand in a policy: `policy NAME { rule NAME allow … }`"],
    ['test "t" { expect alow }', "did you mean `allow`?"],
  ])("says what to do about %s", (text, help) => {
    expect(parse({ path: "a.pol", text }).diagnostics[0]?.help).toBe(help);
  });
});

describe("what is nested too deeply", () => {
  const deep = 20_000;
  it.each([
    ["parentheses", ruleWith(`allow User to x when ${"(".repeat(deep)}a${")".repeat(deep)}`)],
    ["not", ruleWith(`allow User to x when ${"not ".repeat(deep)}a`)],
    ["signs", ruleWith(`allow User to x when ${"- ".repeat(deep)}a == 1`)],
    ["or", ruleWith(`allow User to x when a${" or a".repeat(deep)}`)],
    ["??", ruleWith(`allow User to x when a${" ?? a".repeat(deep)}`)],
    ["attributes", ruleWith(`allow User to x when a${".a".repeat(deep)}`)],
    ["indices", ruleWith(`allow User to x when ${"a[".repeat(deep)}a${"]".repeat(deep)}`)],
    ["calls", ruleWith(`allow User to x when ${"a(".repeat(deep)}a${")".repeat(deep)}`)],
    ["conditionals", ruleWith(`allow User to x when ${"if a then ".repeat(deep)}`)],
    ["quantifiers", ruleWith(`allow User to x when ${"any a in b: ".repeat(deep)}a`)],
    ["lists", `const a = ${"[".repeat(deep)}${"]".repeat(deep)}\nentity Z`],
    ["values", `const a = ${"{ a: ".repeat(deep)}1${"}".repeat(deep)}\nentity Z`],
    ["types", `type a = ${"List<".repeat(deep)}Int${">".repeat(deep)}\nentity Z`],
    ["records", `type a = ${"{ a: ".repeat(deep)}Int${"}".repeat(deep)}\nentity Z`],
    ["relations", `entity A { relation a = ${"(".repeat(deep)}b${")".repeat(deep)} }\nentity Z`],
  ])("is one error: %s", (_, text) => {
    expect(errorsIn(text).map((error) => error.slice(0, 7))).toEqual(["POL1017"]);
    expect(keptOf(text).at(-1)).toBe("Z[]");
  });

  it("is not what is long", () => {
    expect(errorsIn(`const a = [${"1, ".repeat(deep)}]`)).toEqual([]);
    expect(errorsIn(`type a = ${'"a" | '.repeat(deep)}"b"`)).toEqual([]);
    expect(errorsIn(`def f() = a${" or a".repeat(400)}`)).toEqual([]);
  });
});

/** A text for each code, and nothing else wrong with it. */
const textsByName: Readonly<Record<string, string>> = {
  "unexpected-token": "entity A in",
  "unknown-character": "entity A;",
  "invisible-character": "entity A // \u202e",
  "unterminated-literal": 'const a = "b',
  "invalid-escape": 'const a = "\\q"',
  "invalid-number": "const a = 15min",
  "block-comment": "entity A /* b */",
  "foreign-operator": "def d() = a && b",
  "unknown-declaration": "polcy p {}",
  "chained-comparison": "def d() = a < b < c",
  "missing-parentheses": "def d() = a == not b",
  "reserved-name": "entity and",
  "incomplete-rule": "policy p { rule r permit User to x }",
  "misplaced-clause": "policy p { when a }",
  "misplaced-comma": "entity A in B,\nentity C",
  "unclosed-block": "policy p {",
  "nesting-too-deep": `const a = ${"[".repeat(300)}${"]".repeat(300)}`,
  "invalid-regex": "type T = String matches /^a/",
  "invalid-pattern": 'def d() = a like "\\\\q"',
  "misplaced-rest": "type T = { ..., a: Int }",
};

describe("the codes of syntax errors", () => {
  it.each(SYNTAX_CODES)("$code $name has a text that gives it, and it alone", ({ code, name }) => {
    expect(errorsIn(textsByName[name] ?? "").map((error) => error.slice(0, 7))).toEqual([code]);
  });

  it("are in order, each with a name of its own", () => {
    expect(SYNTAX_CODES.map(({ code }) => code)).toEqual(
      SYNTAX_CODES.map((_, index) => `POL${1001 + index}`),
    );
    expect(new Set(SYNTAX_CODES.map(({ name }) => name)).size).toBe(SYNTAX_CODES.length);
  });
});
