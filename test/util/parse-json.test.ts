import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/util/parse-json.js";

const seed = 20261121;

describe("parseJson", () => {
  it.each([
    ["", 0, "the text ends too early"],
    ['{"a": 1', 7, "the text ends too early"],
    ['{"a": 1 "b": 2}', 8, "expected `,` or `}`"],
    ["[1 2]", 3, "expected `,` or `]`"],
    ["[1,]", 3, "expected a JSON value"],
    ['{"a" 1}', 5, "expected `:`"],
    ["{a: 1}", 1, "expected a member's name in double quotes"],
    ['{"a": 1,}', 8, "expected a member's name in double quotes"],
    ['{"a": {"b": 1, "b": 1}}', 15, 'the member "b" is given twice'],
    ['{"a": 1, "\\u0061": 2}', 9, 'the member "a" is given twice'],
    ['{"__proto__": 1, "__proto__": 2}', 17, 'the member "__proto__" is given twice'],
    ["{} {}", 3, "unexpected text after the value"],
    ['"a', 0, "a string without an end"],
    ['"a\nb"', 2, "a control character in a string"],
    ['"\\x41"', 1, "an escape that JSON does not have"],
    ["01", 0, "a number that JSON does not have"],
    ["1.", 0, "a number that JSON does not have"],
    ["-", 0, "a number that JSON does not have"],
    ["trueish", 0, "expected a JSON value"],
    ["NaN", 0, "expected a JSON value"],
    ["[".repeat(100_000), 501, "nested deeper than 500"],
  ])("finds what is wrong with %j", (text, offset, message) => {
    expect(parseJson(text)).toEqual({ ok: false, offset, message });
  });

  it("keeps `__proto__` as a member like any other", () => {
    const parsed = parseJson('{"__proto__": {"admin": true}}');
    expect(parsed.ok && JSON.stringify(parsed.value)).toBe('{"__proto__":{"admin":true}}');
    expect(parsed.ok && Object.getPrototypeOf(parsed.value)).toBe(Object.prototype);
  });

  it("law parse-json-agrees: gives what JSON.parse gives", () => {
    const indents = fc.constantFrom(undefined, 2, "\t");
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), indents, (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { seed },
    );
  });

  it("law parse-json-refuses: takes no text that JSON.parse refuses", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      '"a"',
      "1",
      "-",
      ".",
      "e",
      "0",
      "null",
      " ",
      "\\",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        const parsed = parseJson(text);
        if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(text));
        else if (!parsed.message.endsWith("twice")) expect(() => JSON.parse(text)).toThrow();
      }),
      { seed, numRuns: 5000 },
    );
  });
});
