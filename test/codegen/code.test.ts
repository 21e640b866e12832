import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockComment,
  identifier,
  inlineComment,
  js,
  lineComment,
  lines,
  literal,
  mapped,
  property,
  propertyName,
  render,
} from "../../src/codegen/code.js";

const runs = { seed: 20261121, numRuns: 2000 };

/** Any text, and such as would end a literal, a comment, a line or a script. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "*/",
        "/*",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        '"',
        "\\",
        "`",
        "${",
        "</script",
        "<!--",
        "]]>",
        "\0",
        "\ud800",
        "x",
        " ",
        "//# sourceMappingURL=evil",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("a text of a policy", () => {
  it("as a literal is that text and nothing else", () => {
    fc.assert(
      fc.property(text, (value) => {
        const { text: code } = literal(value);
        expect(vm.runInThisContext(code)).toBe(value);
        expect(code).not.toMatch(/[\n\r\u2028\u2029]|<\/|<!--/);
      }),
      runs,
    );
  });

  it("in a comment never ends it", () => {
    fc.assert(
      fc.property(text, (value) => {
        for (const comment of [
          blockComment([value]),
          blockComment([value, value]),
          inlineComment(value),
          lineComment(value),
        ]) {
          expect(vm.runInThisContext(`${comment.text}\n"after"`)).toBe("after");
          expect(comment.text).not.toMatch(/[\u2028\u2029\u202e\0]|<\/|<!--|source(?:Mapping)?URL=/i);
        }
        expect(lineComment(value).text).not.toContain("\n");
      }),
      runs,
    );
  });

  it("as a property's name makes and reads an own property", () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "a", "default")),
        (name) => {
          const object = js`({ ${propertyName(name)}: 7 })`;
          const script = js`[${object}, ${property(object, name)}, ${property(object, name, true)}]`;
          const [made, read, readAgain] = vm.runInThisContext(script.text) as [object, number, number];
          expect(Object.keys(made)).toEqual([name]);
          expect([read, readAgain]).toEqual([7, 7]);
        },
      ),
      runs,
    );
  });

  it("is no identifier unless it is one", () => {
    for (const name of ["a b", "", "a-b", "a;b", "1a", "a\n"])
      expect(() => identifier(name)).toThrow(RangeError);
    expect(identifier("a_1").text).toBe("a_1");
  });
});

describe("marks", () => {
  it("say which place of which line stands for which span, and leave no trace", () => {
    const span = (start: number) => ({ file: "a.pol", start, end: start + 1 });
    const code = lines([js`first`, js`  ${mapped(span(5), js`second(${mapped(span(9), js`third`)})`)}`]);
    expect(render([code])).toEqual({
      text: "first\n  second(third)\n",
      marks: [
        { line: 2, column: 2, span: span(5) },
        { line: 2, column: 9, span: span(9) },
      ],
    });
  });

  it("are counted over sections, of which the last may have none", () => {
    const span = { file: "a.pol", start: 5, end: 6 };
    const sections = [lines([js`first`, js`second`]), js`third ${mapped(span, js`fourth`)}`, js`fifth`];
    expect(render(sections)).toEqual({
      text: "first\nsecond\n\nthird fourth\n\nfifth\n",
      marks: [{ line: 4, column: 6, span }],
    });
  });
});
