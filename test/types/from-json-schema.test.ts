import { describe, expect, it } from "vitest";
import { fromJsonSchema, type JsonSchema } from "../../src/types/from-json-schema.js";
import { measureType } from "../../src/types/measure-type.js";
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
    [{ $ref: "#", type: "object" }, "{ ... } !"],
    // Numbers.
    [
      { type: "number", exclusiveMinimum: 1, exclusiveMaximum: 2 },
      "Number in 1.0000000000000002..1.9999999999999998",
    ],
    [{ type: "number", multipleOf: 1 }, "Int"],
    [{ type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 2.5 }, "Int in 1..2"],
    [{ type: "integer", minimum: 1e20 }, "Number in 100000000000000000000.."],
    [{ type: "integer", minimum: 5, maximum: 1e20 }, "Int in 5.."],
    [{ type: "integer", minimum: -0, maximum: 0 }, "Int in 0..0"],
    [{ type: "integer", minimum: 2, maximum: 1 }, "Json !"],
    [{ anyOf: [{ type: "integer" }, { type: "number" }] }, "Number"],
    [{ oneOf: [{ type: "integer" }, { type: "number" }] }, "Number !/oneOf"],
    [{ oneOf: [{ const: 1 }, { const: 3 }, { const: 2 }] }, "Int in 1..3"],
    [{ enum: [1, 3] }, "Int in 1..3 !"],
    [{ const: 2.5 }, "Number in 2.5..2.5"],
    // Strings.
    [{ type: "string", pattern: "" }, "String"],
    [{ type: "string", pattern: "^a|b$" }, "String matches /a.*|.*b/"],
    [{ type: "string", format: "hostname" }, "Host"],
    [{ type: "string", format: "uri", minLength: 1 }, "Url"],
    [{ type: "string", format: "uri", maxLength: 20, pattern: "a" }, "Url !/maxLength !/pattern"],
    [{ anyOf: [{ format: "ipv4" }, { format: "ipv6" }], type: "string" }, "Ip"],
    [{ type: "string", enum: ["a", "bcd", 4], maxLength: 2 }, '"a"'],
    [{ enum: ["a", "\ud800"] }, '"a"'],
    [
      { type: "string", allOf: [{ pattern: "^a" }, { pattern: "b$" }] },
      "String matches /a.*/ !/allOf/1/pattern",
    ],
    // Unions and `null`.
    [{ type: ["null", "string"], enum: ["a", null] }, '"a" | null'],
    [{ type: "string", nullable: true }, "String | null !/nullable"],
    [{ anyOf: [{ type: "string" }, { const: null }] }, "String | null"],
    [{ oneOf: [{ enum: ["a"] }, { enum: ["b", "c"] }, { type: "null" }] }, '"a" | "b" | "c" | null'],
    [{ oneOf: [{ const: "a" }, { const: "a" }] }, '"a" !/oneOf'],
    [{ anyOf: [{ type: "string" }, { type: "string" }] }, "String"],
    [{ anyOf: [{ type: "string" }] }, "String"],
    [{ type: ["string", "number"] }, "Json !"],
    [{ type: "null" }, "Json | null !"],
    [{ type: ["boolean", "integer", "string", "array", "object", "null", "number"] }, "Json | null"],
    [{ not: { type: "null" } }, "Json"],
    [{ type: ["string", "array"], not: { type: "array" } }, "String"],
    [{ type: "string", not: { const: "a" } }, "String !/not"],
    [{ enum: [true, false, null] }, "Bool | null"],
    [{ const: true }, "Bool !"],
    [{ const: [1] }, "List<Json> ! !/const"],
    // Lists.
    [{ type: "array", items: false }, "List<Json> length ..0"],
    [
      { prefixItems: [{ type: "string" }], items: false, type: "array" },
      "List<String> length ..1 !/prefixItems",
    ],
    [
      { type: "array", items: [{ const: "a" }, { const: "b" }], additionalItems: { const: "c" } },
      'List<"a" | "b" | "c"> !/items',
    ],
    [{ type: "array", items: { type: "string" }, uniqueItems: false }, "List<String>"],
    [{ type: "array", items: { type: "string" }, contains: { const: "a" } }, "List<String> !/contains"],
    [{ items: { type: "string" } }, "List<String> !"],
    [
      {
        anyOf: [
          { type: "array", items: { type: "string" } },
          { type: "array", items: { type: "integer" }, maxItems: 3 },
        ],
      },
      "List<Json> ! !",
    ],
    [
      {
        anyOf: [
          { type: "array", items: { const: "a" } },
          { type: "array", items: { const: "b" } },
        ],
      },
      'List<"a" | "b"> !',
    ],
    [
      {
        anyOf: [
          { type: "array", items: { type: "string" } },
          { type: "array", items: { type: "string" } },
        ],
      },
      "List<String>",
    ],
    // Objects.
    [{ type: "object" }, "{}"],
    [{ type: "object", additionalProperties: true }, "{ ... }"],
    [{ type: "object", additionalProperties: {} }, "{ ... }"],
    [
      { type: "object", properties: { a: { type: "string" } }, additionalProperties: {} },
      "{ a?: String, ... }",
    ],
    [{ type: "object", required: ["a"] }, "{ a: Json | null }"],
    [{ type: "object", properties: { a: false, b: { type: "string" } } }, "{ b?: String }"],
    [{ type: "object", properties: { a: false }, additionalProperties: true }, "{ ... } !/properties/a"],
    [{ type: "object", properties: { a: false }, required: ["a"] }, "Json !"],
    [{ properties: { a: { type: "string" } } }, "{ a?: String } !"],
    [
      { type: "object", additionalProperties: { type: ["integer", "null"] } },
      "Map<Int> !/additionalProperties",
    ],
    [{ type: "object", patternProperties: { "": { type: "integer" } } }, "Map<Int>"],
    [
      { type: "object", patternProperties: { "^x": { type: "integer" } }, additionalProperties: false },
      "Map<Int> !/patternProperties",
    ],
    [
      { type: "object", propertyNames: { type: "string" }, additionalProperties: { type: "string" } },
      "Map<String>",
    ],
    [
      {
        allOf: [
          { properties: { a: { type: "string" } }, required: ["a"] },
          { properties: { b: { type: "integer" } } },
        ],
        type: "object",
      },
      "{ a: String, b?: Int }",
    ],
    [
      {
        allOf: [
          { type: "object", properties: { a: { minLength: 1 } } },
          { properties: { a: { type: "string", maxLength: 3 } } },
        ],
      },
      "{ a?: String length 1..3 }",
    ],
    [
      {
        allOf: [
          { type: "object", properties: { a: true }, additionalProperties: false },
          { properties: { b: true } },
        ],
      },
      "{ a?: Json | null }",
    ],
    [
      {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "string" } },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
      },
      "{ a?: String, b?: String } !",
    ],
    [
      {
        oneOf: [
          { type: "object", properties: { kind: { const: "a" }, x: { type: "string" } }, required: ["kind"] },
          { type: "object", properties: { kind: { const: "b" } }, required: ["kind"] },
        ],
      },
      "Json !",
    ],
    [
      { type: "object", properties: { a: { type: "string" } }, unevaluatedProperties: false },
      "{ a?: String }",
    ],
    [
      {
        $ref: "#/$defs/a",
        properties: { b: { type: "string" } },
        additionalProperties: true,
        $defs: { a: { type: "object", properties: { a: { type: "string" } }, unevaluatedProperties: false } },
      },
      "{ a?: String }",
    ],
    [{ type: "object", required: ["a"], unevaluatedProperties: false }, "Json !"],
    [
      { type: "object", anyOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      "{ a?: Json | null } !/unevaluatedProperties",
    ],
    [{ type: "object", if: { required: ["a"] }, else: { required: ["b"] } }, "{} !/if"],
    [{ type: "object", if: { required: ["a"] } }, "{}"],
    [{ type: "object", minProperties: 0, maxProperties: 2 }, "{} !/maxProperties"],
    [{ type: "string", "x-order": 3, examples: ["a"], contentMediaType: "text/plain" }, "String"],
  ])("%j", (schema, expected) => {
    expect(convert(schema)).toBe(expected);
  });

  it("keeps names that objects have anyway, and names that pointers escape", () => {
    const schema = JSON.parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"string"},"constructor":{"type":"integer"},"":{"type":"boolean"},"a/b~c":{"format":"x"}}}',
    );
    expect(convert(schema)).toBe(
      '{ __proto__: String, constructor?: Int, ""?: Bool, "a/b~c"?: Json | null } !/properties/a~1b~0c/format',
    );
  });

  it("tells the records that are closed though their schema does not say so", () => {
    const converted = fromJsonSchema(
      {
        type: "object",
        properties: { a: { type: "object" }, b: { type: "object", additionalProperties: false } },
        additionalProperties: true,
      },
      "",
    );
    expect([...(converted?.closed.values() ?? [])]).toEqual(["/properties/a"]);
  });

  it("says nothing of what is within a part that became any JSON", () => {
    const uuid = { type: "string", format: "uuid" };
    const union = { anyOf: [{ type: "object", properties: { id: { $ref: "#/$defs/Id" } } }, uuid] };
    const schema = {
      type: "object",
      properties: { a: union, b: { $ref: "#/$defs/Id" } },
      $defs: { Id: uuid },
    };
    expect(convert(schema)).toBe("{ a?: Json, b?: String } !/$defs/Id/format !/properties/a");
    expect(convert({ ...schema, properties: { a: union } })).toBe("{ a?: Json } !/properties/a");
    // In a part of something else, everything may count.
    const part = { allOf: [union, { type: "string" }] };
    expect(convert({ ...schema, properties: { a: part } })).toContain(
      "!/properties/a/allOf/0/anyOf/1/format",
    );
  });

  it("tells what is wider from what is narrower", () => {
    const converted = fromJsonSchema({ items: { type: ["string", "null"], format: "uuid" } }, "");
    expect(converted?.inexact.map(({ place, effect }) => [place, effect])).toEqual([
      ["", "narrower"],
      ["/items", "narrower"],
      ["/items/format", "wider"],
    ]);
  });

  it.each<[string, JsonSchema, string]>([
    ["deep", nested(5000), "150 levels"],
    [
      "wide",
      { type: "object", properties: Object.fromEntries(names(20_000).map((name) => [name, true])) },
      "this large",
    ],
    ["doubling", doubling(60), "this large"],
    ["long chains of references", chain(2000), "150 levels"],
    [
      "many alternatives",
      {
        type: "object",
        allOf: names(30).map((name) => ({ anyOf: [{ required: [name] }, { required: ["x"] }] })),
      },
      "too many",
    ],
  ])("degrades parts of what is too large: %s", (_, schema, expected) => {
    const converted = fromJsonSchema(schema, "");
    expect(converted?.inexact.map(({ message }) => message).join()).toContain(expected);
    const { nodes, depth } = measureType(converted?.type ?? { kind: "Json" });
    expect(nodes).toBeLessThan(10_000);
    expect(depth).toBeLessThan(256);
  });

  it.each<[JsonSchema, string]>([
    [{ type: 5 }, "/type"],
    [{ type: "strng" }, "/type"],
    [{ minLength: -1 }, "/minLength"],
    [{ properties: { a: 5 } }, "/properties/a"],
    [{ anyOf: [] }, "/anyOf"],
    [{ required: "a" }, "/required"],
    [{ exclusiveMinimum: true, minimum: 3, type: "integer" }, "/exclusiveMinimum"],
  ])("names what its meta-schema refuses: %j", (schema, place) => {
    expect(fromJsonSchema(schema, "")?.inexact.map((keyword) => keyword.place)).toContain(place);
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
    expect(await readJsonSchema('{"$schema":5}')).toHaveProperty("problem");
    expect(await readJsonSchema('{"type":"string","exclusiveMinimum":true}')).toHaveProperty("problem");
  });

  it("takes either draft where none is declared", async () => {
    expect(await readJsonSchema('{"items":[{"type":"string"}],"definitions":{"a":true}}')).toHaveProperty(
      "schema",
    );
    expect(await readJsonSchema('{"prefixItems":[{"type":"string"}],"$defs":{"a":true}}')).toHaveProperty(
      "schema",
    );
    const declared = '{"$schema":"https://json-schema.org/draft/2020-12/schema","items":[{"type":"string"}]}';
    expect(await readJsonSchema(declared)).toHaveProperty("problem");
  });

  it("reads no text that is too deep or names a member twice", async () => {
    const deep = `${'{"not":'.repeat(5000)}true${"}".repeat(5000)}`;
    expect(await readJsonSchema(deep)).toMatchObject({ problem: expect.stringContaining("deeper") });
    expect(await readJsonSchema(`${'{"not":'.repeat(400)}true${"}".repeat(400)}`)).toHaveProperty("schema");
    expect(await readJsonSchema('{"type":"string",\n"type":"integer"}')).toMatchObject({
      problem: 'the member "type" is given twice (line 2, column 1)',
    });
  });
});

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `p${index}`);
}

function nested(depth: number): JsonSchema {
  let schema: JsonSchema = { type: "string" };
  for (let level = 0; level < depth; level++) schema = { type: "object", properties: { a: schema } };
  return schema;
}

/** Each definition has the next one twice. */
function doubling(count: number): JsonSchema {
  const definition = (next: number) => ({
    type: "object",
    properties: { x: { $ref: `#/$defs/p${next}` }, y: { $ref: `#/$defs/p${next}` } },
  });
  const definitions = names(count).map((name, index) => [name, definition(index + 1)]);
  return {
    $ref: "#/$defs/p0",
    $defs: { ...Object.fromEntries(definitions), [`p${count}`]: { type: "string" } },
  };
}

function chain(count: number): JsonSchema {
  const definitions = names(count).map((name, index) => [name, { $ref: `#/$defs/p${index + 1}` }]);
  return {
    $ref: "#/$defs/p0",
    $defs: { ...Object.fromEntries(definitions), [`p${count}`]: { type: "string" } },
  };
}
