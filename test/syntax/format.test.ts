import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { print } from "../../src/syntax/print-file.js";

function formatted(text: string): string {
  const result = format({ path: "a.pol", text });
  expect(result.diagnostics).toEqual([]);
  expect(format({ path: "a.pol", text: result.text }).text).toBe(result.text);
  return result.text;
}

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
}

describe("format", () => {
  it("sets the first example of the language as it is printed, alignment aside", () => {
    expect(formatted(fixture("taste.pol"))).toBe(fixture("taste.formatted.pol"));
  });

  it("does not touch a file with a syntax error", () => {
    const text = "entity   A\nentity   B {";
    const result = format({ path: "a.pol", text });
    expect(result.text).toBe(text);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(["POL1016"]);
  });

  it("keeps comments where they are", () => {
    expect(
      formatted(`// header

// about A
/// doc
entity A in B { // first
  /// member
  x: Int // trailing x

  // before y
  y?: String
  // last
} // after A
policy p {
  // about r
  rule r // r
    // before allow
    allow anyone to x
    when a // after a
      // before b
      and b // after b
    // before because
    because "no" // why
  // end of policy
}
const xs = ["a" // one
 , "b", // two
 // three
 "c" ]
// end of file
`),
    ).toBe(`// header

// about A
/// doc
entity A in B {
  // first
  /// member
  x: Int // trailing x

  // before y
  y?: String
  // last
} // after A

policy p {

  // about r
  rule r
    // r
    // before allow
    allow anyone to x
    when a // after a
      // before b
      and b // after b
    // before because
    because "no" // why
  // end of policy
}

const xs = [
  "a", // one
  "b", // two
  // three
  "c",
]
// end of file
`);
  });

  it("makes no documentation of a comment that documents nothing", () => {
    expect(formatted("entity A /// not A's\nentity B")).toBe("entity A /// not A's\nentity B\n");
    expect(formatted("entity /// inside\nA")).toBe("// inside\nentity A\n");
  });

  it("keeps one empty line where there were some, and blocks open that were", () => {
    expect(
      formatted(`tag a


tag b
entity A { x: Int,
  y: Int }
entity B {
  x: Int,


  y: { z: Int }
}
fixture f = {
  a: 1, b: [1, 2], }`),
    ).toBe(`tag a

tag b
entity A { x: Int, y: Int }
entity B {
  x: Int

  y: { z: Int }
}
fixture f = {
  a: 1
  b: [1, 2]
}
`);
  });

  it("keeps the lines between comments at the end, whatever kind they and the line ends are", () => {
    for (const [text, expected] of [
      ["tag x\n\n/// a\n//// b\n", "tag x\n\n/// a\n//// b\n"],
      ["tag x\n\n/// a\n//// b\n\n//// c\n", "tag x\n\n/// a\n//// b\n\n//// c\n"],
      ["tag x\r/// a\r\r//// b\r//// c", "tag x\n/// a\n\n//// b\n//// c\n"],
      ["tag x\r\n/// a\r\n\r\n//// b\r\n", "tag x\n/// a\n\n//// b\n"],
    ] as const) {
      const once = format({ path: "a.pol", text }).text;
      expect(once).toBe(expected);
      expect(format({ path: "a.pol", text: once }).text).toBe(once);
    }
  });

  it("breaks what is too long for a line", () => {
    const long = "a_rather_long_name_of_something";
    expect(
      formatted(`action ${long}.one(first_parameter: ${long}, second_parameter: List<String> length 1..200), two on ${long}, Other tagged ${long}
def f(x: Int) = ${long} == "${long}" and ${long} == "b" or x in [${long}, ${long}, ${long}, ${long}]
policy p { rule r allow User in ${long}("x") acting for ${long}, Other to ${long}.*, ${long} on ${long}("y") }`),
    ).toBe(`action a_rather_long_name_of_something.one(
         first_parameter: a_rather_long_name_of_something,
         second_parameter: List<String> length 1..200,
       ),
       two on a_rather_long_name_of_something, Other tagged a_rather_long_name_of_something
def f(x: Int) =
  (a_rather_long_name_of_something == "a_rather_long_name_of_something"
     and a_rather_long_name_of_something == "b")
    or x in [
         a_rather_long_name_of_something,
         a_rather_long_name_of_something,
         a_rather_long_name_of_something,
         a_rather_long_name_of_something,
       ]

policy p {

  rule r
    allow User in a_rather_long_name_of_something("x") acting for a_rather_long_name_of_something, Other
      to a_rather_long_name_of_something.*, a_rather_long_name_of_something
      on a_rather_long_name_of_something("y")
}
`);
  });

  it("sets several refined actions as it sets several actions", () => {
    const long = "a_rather_long_name_of_something";
    expect(
      formatted(`refine action a.b(x: Path) tagged t
refine action ${long}.one(x: Path), ${long}.two, // second
${long}.three on D tagged t`),
    ).toBe(`refine action a.b(x: Path) tagged t
refine action a_rather_long_name_of_something.one(x: Path),
              a_rather_long_name_of_something.two, // second
              a_rather_long_name_of_something.three on D tagged t
`);
  });

  it("has nothing to say about an empty file", () => {
    expect(formatted("")).toBe("");
    expect(formatted("\n\n// only\n\n\n// comments")).toBe("// only\n\n// comments\n");
  });
});

describe("print", () => {
  it("needs no source text", () => {
    const text = `/// doc\nentity A {\n  x: Int // c\n}\nentity B\ntag t, u\npolicy p { rule r allow "anything".x, "in".y, "a b"."c d".* to z }`;
    const { file } = parse({
      path: "a.pol",
      text: text.replace('allow "anything".x', 'allow A to "anything".x').replace(" to z", ""),
    });
    expect(print(file)).toBe(`/// doc
entity A {
  x: Int
  // c
}
entity B

tag t, u

policy p {

  rule r
    allow A to "anything".x, "in".y, "a b"."c d".*
}
`);
  });
});
