import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printJson } from "../../src/util/print-json.js";

describe("printJson", () => {
  it.each<[unknown, string]>([
    [null, "null\n"],
    ['a\u2028"', '"a\u2028\\""\n'],
    [[], "[]\n"],
    [{}, "{}\n"],
    [{ a: [1, { b: true }] }, '{ "a": [1, { "b": true }] }\n'],
  ])("%j", (value, expected) => {
    expect(printJson(value)).toBe(expected);
  });

  it("breaks what does not fit on a line, and nothing else", () => {
    const long = "x".repeat(60);
    expect(printJson({ a: [long, long], b: [1, 2] })).toBe(
      `{\n  "a": [\n    "${long}",\n    "${long}"\n  ],\n  "b": [1, 2]\n}\n`,
    );
  });

  it("print-json-roundtrip: is JSON for the same value, in lines of at most 110 characters where they can be broken", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = printJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        for (const line of text.split("\n"))
          if (line.length > 111)
            expect(line).toMatch(/^ *("(?:[^"\\]|\\.)*": )?("(?:[^"\\]|\\.)*"|[^ "]+),?$/);
      }),
      { seed: 20261204, numRuns: 1000 },
    );
  });
});
