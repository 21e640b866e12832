import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPlaces, offsetInString, placeAt, pointerTo } from "../../src/util/json-places.js";

const seed = 20261121;
const text = '{ "a": [1, {"b/c": "x\\n\\u0041y"}], "~": {} }';
const root = jsonPlaces(text);

function textAt(pointer: string): string {
  const { start, end } = placeAt(root, pointer);
  return text.slice(start, end);
}

describe("jsonPlaces", () => {
  it.each([
    ["", text],
    ["/a", '[1, {"b/c": "x\\n\\u0041y"}]'],
    ["/a/0", "1"],
    ["/a/1/b~1c", '"x\\n\\u0041y"'],
    ["/~0", "{}"],
  ])("finds %j", (pointer, expected) => {
    expect(textAt(pointer)).toBe(expected);
  });

  it("gives the last value on a way that leads nowhere", () => {
    expect(textAt("/a/0/b/c")).toBe("1");
    expect(textAt("/a/7")).toBe(textAt("/a"));
  });

  it("knows where a member's name stands", () => {
    const { key } = placeAt(root, "/a/1/b~1c");
    expect(key && text.slice(key.start, key.end)).toBe('"b/c"');
    expect(placeAt(root, "/a/0").key).toBeUndefined();
  });

  it("finds a code unit of a string behind escapes", () => {
    const literal = placeAt(root, "/a/1/b~1c");
    const offsets = [0, 1, 2, 3, 4].map((index) => offsetInString(text, literal, index));
    expect(offsets.map((offset) => text[offset])).toEqual(["x", "\\", "\\", "y", '"']);
  });

  it("law json-places-hold: the text at each value's place is that value", () => {
    const check = (value: unknown, whole: string, pointer: string): void => {
      const { start, end } = placeAt(jsonPlaces(whole), pointer);
      expect(JSON.parse(whole.slice(start, end))).toEqual(value);
      if (typeof value !== "object" || value === null) return;
      for (const [name, part] of Object.entries(value)) check(part, whole, pointerTo(pointer, name));
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        check(plain, JSON.stringify(plain, undefined, indent), "");
      }),
      { seed, numRuns: 300 },
    );
  });
});
