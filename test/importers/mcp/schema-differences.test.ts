import { describe, expect, it } from "vitest";
import { plainForms } from "../../../src/types/plain-form-patterns.js";
import { schemaDifferences } from "./schema-differences.js";

/** Differences as `#place what`. */
function differencesOf(original: object, given: object): readonly string[] {
  return schemaDifferences(original, given).map(({ places, what }) => `#${places.join(" #")} ${what}`);
}

function inside(schema: object | boolean, more: object = {}): object {
  return { type: "object", properties: { a: schema }, required: ["a"], additionalProperties: false, ...more };
}

/* The comparison of the round trip, held against pairs of which it is known how they differ. */
describe("schemaDifferences", () => {
  it.each<[object, object]>([
    [{ const: "x" }, { type: "string", enum: ["x"] }],
    [{ enum: ["b", "a"] }, { type: "string", enum: ["a", "b"] }],
    [
      { anyOf: [{ const: "a" }, { enum: ["b"] }, { type: "null" }] },
      { type: ["string", "null"], enum: ["a", "b", null] },
    ],
    [{ oneOf: [{ type: "string" }, { type: "null" }] }, { type: ["string", "null"] }],
    [
      { type: "integer", exclusiveMinimum: 0 },
      { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    ],
    [
      { type: "string", format: "uri" },
      { type: "string", pattern: plainForms.Url.pattern, description: "x" },
    ],
    [
      { type: "string", pattern: "^\\d+$" },
      { type: "string", pattern: "^[0-9][0-9]*$" },
    ],
    [
      { type: "array", items: {}, uniqueItems: false },
      { type: "array", items: {}, maxItems: 1_000_000 },
    ],
    [{ title: "t", default: 1, examples: [], type: "boolean" }, { type: "boolean" }],
    [{ type: "object", additionalProperties: {} }, { type: "object" }],
  ])("%j is %j", (original, given) => {
    expect(differencesOf(inside(original), inside(given))).toEqual([]);
  });

  it("takes null in an optional property for absence", () => {
    const [plain, nullable] = [{ type: "boolean" }, { type: ["boolean", "null"] }];
    expect(differencesOf(inside(plain, { required: [] }), inside(nullable, { required: [] }))).toEqual([]);
    expect(differencesOf(inside(plain), inside(nullable))).toEqual(["#/properties/a null"]);
    expect(differencesOf(inside(nullable, { required: [] }), inside(plain, { required: [] }))).toEqual([
      "#/properties/a no null",
    ]);
  });

  it.each<[object, object, readonly string[]]>([
    [{ type: "string" }, { type: "number" }, ["#/properties/a string → number"]],
    [{ type: "string" }, {}, ["#/properties/a null", "#/properties/a string → any"]],
    [{ type: ["string", "number"] }, { type: "string" }, ["#/properties/a string | number → string"]],
    [
      { type: "string", minLength: 1 },
      { type: "string" },
      ["#/properties/a/minLength minLength: 1 → nothing"],
    ],
    [{ type: "integer" }, { type: "integer", minimum: 0 }, ["#/properties/a/minimum minimum: nothing → 0"]],
    [
      { type: "string", format: "ipv4" },
      { type: "string", pattern: plainForms.Ip.pattern },
      ['#/properties/a/format format: "ipv4" → "Ip"'],
    ],
    [{ enum: ["a"] }, { enum: ["a", "b"] }, ['#/properties/a constants ["\\"a\\""]']],
    [
      { type: "array", items: { type: "string" } },
      { type: "array" },
      ["#/properties/a/items null", "#/properties/a/items string → any"],
    ],
    [{ type: "object" }, { type: "object", additionalProperties: false }, ["#/properties/a closed"]],
    [
      { type: "object", additionalProperties: { type: "string" } },
      { type: "object" },
      ["#/properties/a/additionalProperties null", "#/properties/a/additionalProperties string → any"],
    ],
    [
      { type: "object", additionalProperties: false },
      { type: "object" },
      ["#/properties/a/additionalProperties additionalProperties: opened"],
    ],
    [inside({}), inside({}, { required: [] }), ["#/properties/a/required required: a"]],
    [
      inside({}),
      { type: "object", additionalProperties: false },
      ["#/properties/a/properties/a properties/a: in one only", "#/properties/a/required required: a"],
    ],
  ])("%j is not %j", (original, given, expected) => {
    expect(differencesOf(inside(original), inside(given))).toEqual(expected);
  });

  it("names a place in a definition by both ways there", () => {
    const $defs = { short: { type: "string", maxLength: 5 } };
    const original = { ...inside({ $ref: "#/$defs/short" }), $defs };
    expect(differencesOf(original, inside({ type: "string" }))).toEqual([
      "#/properties/a/maxLength #/$defs/short/maxLength maxLength: 5 → nothing",
    ]);
  });

  it("sees that patterns differ", () => {
    const pattern = (source: string) => inside({ type: "string", pattern: source });
    expect(differencesOf(pattern("^a+$"), pattern("^a*$"))).toHaveLength(1);
  });
});
