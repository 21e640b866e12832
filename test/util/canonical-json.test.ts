import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/util/canonical-json.js";
import { shuffled } from "../importers/mcp/shuffle.js";

const seed = 20261121;

describe("canonicalJson", () => {
  it.each([
    [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
    [
      { "\u20ac": 1, "\r": 2, "\ufb33": 3, 1: 4, "\u{1f600}": 5 },
      '{"\\r":2,"1":4,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    ],
    [[1e21, 0.1, -0, 1.0], "[1e+21,0.1,0,1]"],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
    [JSON.parse('{"__proto__": 1}'), '{"__proto__":1}'],
    ["\ud800", '"\\ud800"'],
    [Number.POSITIVE_INFINITY, "Infinity"],
  ])("writes %j", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("law canonical-json-one-text: the order of members does not matter, and the text has the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, order) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value, order))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed },
    );
  });
});
