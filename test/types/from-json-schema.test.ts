import { describe, expect, it } from "vitest";
import { fromJsonSchema, type JsonSchema } from "../../src/types/from-json-schema.js";
import { printType } from "../../src/types/print-type.js";
import { readJsonSchema } from "../../src/types/read-json-schema.js";

function convert(schema: JsonSchema, pointer = ""): string {
  const converted = fromJsonSchema(schema, pointer);
  if (!converted) return "nothing";
  const lost = converted.inexact.map(({ place }) => ` !${place}`).join("");
  return `${printType(converted.type)}${converted.nullable ? " | null" : ""}${lost}`;
}

describe("types from JSON Schema", () => {
  it.each<[JsonSchema, string]>([
    [true, "Json | null"],
    [{ description: "anything" }, "Json | null"],
    [{ type: "string" }, "String"],
    [{ type: ["string", "null"] }, "String | null"],
    [{ type: "string", minLength: 1, maxLength: 5 }, "String length 1..5"],
    [{ type: "string", pattern: "^a+$" }, "String matches /a+/"],
    [{ type: "string", pattern: "(?=a)" }, "String !/pattern"],
    [{ type: "string", format: "uri" }, "Url"],
    [{ type: "string", format: "date-time" }, "Time"],
    [{ type: "string", format: "ipv4" }, "Ip !/format"],
    [{ type: "string", format: "uuid" }, "String !/format"],
    [{ enum: ["b", "a"] }, '"a" | "b"'],
    [{ enum: ["a", null] }, '"a" | null'],
    [{ const: "a" }, '"a"'],
    [{ const: 3 }, "Int in 3..3"],
    [{ enum: [2, 1] }, "Int in 1..2"],
    [{ enum: [1, 2.5, 5] }, "Number in 1..5 !"],
    [{ oneOf: [{ const: "a", title: "A" }, { const: "b" }] }, '"a" | "b"'],
    [{ anyOf: [{ type: "integer" }, { type: "null" }] }, "Int | null"],
    [{ anyOf: [{ type: "integer" }, { type: "string" }] }, "Json !"],
    [{ type: "integer", minimum: 1, exclusiveMaximum: 10 }, "Int in 1..9"],
    [
      { type: "integer", minimum: -9007199254740991, maximum: 9007199254740991 },
      "Int in -9007199254740991..9007199254740991",
    ],
    [{ type: "integer", multipleOf: 5 }, "Int !/multipleOf"],
    [{ type: "number", minimum: 0.5 }, "Number in 0.5.."],
    [{ type: "number", exclusiveMinimum: 0 }, "Number in 5e-324.."],
    [{ type: "boolean" }, "Bool"],
    [{ type: "array", items: { type: "string" }, minItems: 1 }, "List<String> length 1.."],
    [{ type: "array" }, "List<Json> !"],
    [{ type: "array", items: { type: ["string", "null"] } }, "List<String> !/items"],
    [{ type: "array", items: { type: "string" }, uniqueItems: true }, "List<String> !/uniqueItems"],
    [
      { type: "object", properties: { a: { type: "string" }, b: { type: "integer" } }, required: ["a"] },
      "{ a: String, b?: Int }",
    ],
    [
      { type: "object", properties: { a: { type: "string" } }, additionalProperties: true },
      "{ a?: String, ... }",
    ],
    [{ type: "object", additionalProperties: { type: "integer" } }, "Map<Int>"],
    [
      { type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "string" } },
      "{ a?: String, ... } !/additionalProperties",
    ],
    [{ $ref: "#/$defs/a", $defs: { a: { type: "string" } } }, "String"],
    [{ $ref: "https://example.com/x" }, "Json | null !"],
    [{ $ref: "#", type: "object" }, "{} !"],
  ])("%j", (schema, expected) => {
    expect(convert(schema)).toBe(expected);
  });

  it("degrades where a schema contains itself", () => {
    const schema = { $defs: { tree: { type: "object", properties: { next: { $ref: "#/$defs/tree" } } } } };
    expect(convert(schema, "/$defs/tree")).toBe("{ next?: Json } !/$defs/tree/properties/next");
  });

  it("finds a schema by its pointer, or says that there is none", () => {
    expect(convert({ $defs: { "a/b": { type: "string" } } }, "/$defs/a~1b")).toBe("String");
    expect(convert({}, "/$defs/a")).toBe("nothing");
  });

  it("reads only what its meta-schema accepts", async () => {
    expect(await readJsonSchema('{"type":"string"}')).toEqual({ schema: { type: "string" } });
    expect(await readJsonSchema('{"type":"strng"}')).toMatchObject({
      problem: expect.stringContaining("schema/type"),
    });
    expect(await readJsonSchema("{")).toMatchObject({ problem: expect.any(String) });
    expect(await readJsonSchema("3")).toMatchObject({ problem: "a schema is an object or a Boolean" });
    const draft07 = '{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}]}';
    expect(await readJsonSchema(draft07)).toHaveProperty("schema");
    expect(await readJsonSchema('{"$schema":"https://example.com/own"}')).toHaveProperty("problem");
  });
});
