import { describe, expect, it } from "vitest";
import { createSchemaDefinitions } from "../../src/types/schema-definitions.js";
import { toJsonSchema } from "../../src/types/to-json-schema.js";
import type { Field, Type } from "../../src/types/type.js";

function schemaOf(type: Type, closed = true) {
  const definitions = createSchemaDefinitions();
  const entity = () => ({ title: "an entity" });
  return definitions.complete(toJsonSchema(type, undefined, "it", { definitions, closed, entity }));
}

function record(
  fields: Readonly<Record<string, Partial<Field> & { readonly type: Type }>>,
  open = false,
): Type {
  const entries = Object.entries(fields).map(([name, field]): [string, Field] => [
    name,
    { name, optional: false, nullable: false, documentation: [], ...field },
  ]);
  return { kind: "Record", fields: new Map(entries), open };
}

const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

describe("toJsonSchema", () => {
  it.each<[Type, object]>([
    [{ kind: "Bool" }, { type: "boolean" }],
    [{ kind: "Int" }, { type: "integer", ...safe }],
    [
      { kind: "Int", bounds: { minimum: 1 } },
      { type: "integer", ...safe, minimum: 1 },
    ],
    [
      { kind: "Number", bounds: { maximum: 0.5 } },
      { type: "number", maximum: 0.5 },
    ],
    [
      { kind: "String", length: { minimum: 1 } },
      { type: "string", minLength: 1 },
    ],
    [
      { kind: "String", secret: true },
      { type: "string", writeOnly: true },
    ],
    [
      { kind: "Literals", values: ["a", "b"] },
      { type: "string", enum: ["a", "b"] },
    ],
    [
      { kind: "Literals", values: ["a"] },
      { type: "string", const: "a" },
    ],
    [{ kind: "Literals", values: [] }, { not: {} }],
    [
      { kind: "List", element: { kind: "Bool" } },
      { type: "array", items: { type: "boolean" }, maxItems: 1_000_000 },
    ],
    [
      { kind: "List", element: { kind: "Bool" }, length: { minimum: 1, maximum: 5 } },
      { type: "array", items: { type: "boolean" }, minItems: 1, maxItems: 5 },
    ],
    [
      { kind: "Map", value: { kind: "Bool" } },
      { type: "object", additionalProperties: { type: "boolean" } },
    ],
    [{ kind: "Json" }, { not: { type: "null" } }],
    [{ kind: "Entity", names: ["User"] }, { title: "an entity" }],
    [record({}), { type: "object", additionalProperties: false }],
    [record({}, true), { type: "object" }],
  ])("%j", (type, expected) => {
    expect(schemaOf(type)).toEqual(expected);
  });

  it("admits null where a field is optional or nullable", () => {
    const fields = {
      plain: { type: { kind: "Bool" } },
      optional: { type: { kind: "Bool" }, optional: true },
      nullable: { type: { kind: "Literals", values: ["a"] }, nullable: true },
      any: { type: { kind: "Json" }, optional: true },
      none: { type: { kind: "Literals", values: [] }, optional: true },
      nested: { type: record({}), optional: true },
    } as const;
    expect(schemaOf(record(fields))).toEqual({
      type: "object",
      properties: {
        plain: { type: "boolean" },
        optional: { type: ["boolean", "null"] },
        nullable: { type: ["string", "null"], enum: ["a", null] },
        any: {},
        none: { anyOf: [{ not: {} }, { type: "null" }] },
        nested: { anyOf: [{ type: "object", additionalProperties: false }, { type: "null" }] },
      },
      required: ["plain", "nullable"],
      additionalProperties: false,
    });
  });

  it("closes records below the arguments only", () => {
    expect(schemaOf(record({}), false)).toEqual({ type: "object" });
  });

  it("describes, and keeps secrets marked", () => {
    const key: Field["type"] = { kind: "String", secret: true };
    expect(
      schemaOf(record({ key: { type: key, optional: true, documentation: ["The key.", "Kept."] } })),
    ).toMatchObject({
      properties: { key: { description: "The key.\nKept.", type: ["string", "null"], writeOnly: true } },
    });
  });

  it("refers to plain forms by name, and remarks on the bounds of a duration", () => {
    expect(schemaOf({ kind: "Duration", bounds: { maximum: 3_600_000 } })).toMatchObject({
      $ref: "#/$defs/Duration",
      $comment: "Duration in ..1h",
      $defs: { Duration: { type: "string" } },
    });
  });

  it("gives names such as __proto__ no effect", () => {
    const text = JSON.stringify(
      schemaOf(record(Object.fromEntries([["__proto__", { type: { kind: "Bool" } }]]))),
    );
    expect(text).toContain('"properties":{"__proto__":{"type":"boolean"}},"required":["__proto__"]');
  });
});
