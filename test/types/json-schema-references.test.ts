import { describe, expect, it } from "vitest";
import { fromJsonSchema, type JsonSchema } from "../../src/types/from-json-schema.js";
import { printType } from "../../src/types/print-type.js";

function convert(schema: JsonSchema): string {
  const converted = fromJsonSchema(schema, "");
  if (!converted) return "nothing";
  const lost = converted.inexact.map(({ place }) => ` !${place}`).join("");
  return `${printType(converted.type)}${converted.nullable ? " | null" : ""}${lost}`;
}

describe("references of JSON Schema", () => {
  it.each<[string, JsonSchema]>([
    ["a pointer", { $ref: "#/$defs/a", $defs: { a: { type: "string" } } }],
    ["an encoded pointer", { $ref: "#/$defs/a%20~1b", $defs: { "a /b": { type: "string" } } }],
    ["any place", { $ref: "#/x-types/a", "x-types": { a: { type: "string" } } }],
    ["an anchor", { $ref: "#here", $defs: { a: { $anchor: "here", type: "string" } } }],
    ["an anchor of draft-07", { $ref: "#here", definitions: { a: { $id: "#here", type: "string" } } }],
    [
      "the document's own address",
      {
        $id: "https://example.com/s",
        $ref: "https://example.com/s#/$defs/a",
        $defs: { a: { type: "string" } },
      },
    ],
    [
      "a schema with an address",
      { $id: "https://example.com/s", $ref: "t.json", $defs: { a: { $id: "t.json", type: "string" } } },
    ],
    [
      "a pointer within such a schema",
      {
        $ref: "t.json#/$defs/b",
        $defs: { a: { $id: "t.json", $ref: "#/$defs/b", $defs: { b: { type: "string" } } } },
      },
    ],
    [
      "a name that is no address",
      { $id: "urn:example:s", $ref: "urn:example:s#/$defs/a", $defs: { a: { type: "string" } } },
    ],
    [
      "a chain",
      { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b", description: "more" }, b: { type: "string" } } },
    ],
  ])("follows a reference to %s", (_, schema) => {
    expect(convert(schema)).toBe("String");
  });

  it.each(["other.json", "https://example.com/t", "#nowhere", "#/$defs/b", "#/$defs/a/type", "::"])(
    "degrades where the reference `%s` leads to no schema of the document",
    (reference) => {
      const schema: JsonSchema = {
        type: "object",
        properties: { a: { $ref: reference } },
        $defs: { a: { type: "string" } },
      };
      expect(convert(schema)).toBe("{ a?: Json | null } !/properties/a");
    },
  );

  it("cuts each cycle of definitions where it comes back, whatever the order", () => {
    const list = {
      type: "object",
      properties: { next: { $ref: "#/$defs/list" }, tree: { $ref: "#/$defs/tree" } },
    };
    const tree = { type: ["object", "null"], properties: { list: { $ref: "#/$defs/list" } } };
    const cut = " !/$defs/list/properties/next !/$defs/tree/properties/list";
    const expected = `{ next?: Json, tree?: { list?: Json } | null }${cut}`;
    expect(convert({ $ref: "#/$defs/list", $defs: { list, tree } })).toBe(expected);
    expect(convert({ $defs: { tree, list }, $ref: "#/$defs/list" })).toBe(expected);
    const both = { type: "object", properties: { a: { $ref: "#/$defs/list" }, b: { $ref: "#/$defs/tree" } } };
    expect(convert({ ...both, $defs: { list, tree } })).toContain(
      "{ a?: { next?: Json, tree?: { list?: Json } | null }, b?: { list?: { next?: Json, tree?: Json | null } } | null }",
    );
  });

  it("gives one type, by identity, for a definition wherever it is used alone", () => {
    const converted = fromJsonSchema(
      {
        type: "object",
        properties: {
          a: { $ref: "#/$defs/Money" },
          b: { anyOf: [{ $ref: "#/$defs/Money" }, { type: "null" }] },
          c: { allOf: [{ $ref: "#/$defs/Money" }], description: "how much" },
          d: { type: "array", items: { $ref: "#/$defs/Money", title: "one" } },
        },
        $defs: {
          Money: { type: "object", properties: { amount: { $ref: "#/$defs/Amount" } } },
          Amount: { type: "integer" },
        },
      },
      "",
    );
    const fields = converted?.type.kind === "Record" ? converted.type.fields : new Map();
    const list = fields.get("d")?.type;
    const uses = [fields.get("a")?.type, fields.get("b")?.type, fields.get("c")?.type, list?.element];
    expect(new Set(uses).size).toBe(1);
    expect([...(converted?.definitions ?? [])].map(([type, place]) => [printType(type), place])).toEqual(
      expect.arrayContaining([
        ["{ amount?: Int }", "/$defs/Money"],
        ["Int", "/$defs/Amount"],
      ]),
    );
    expect(converted?.definitions.get(uses[0])).toBe("/$defs/Money");
    expect(fields.get("c")?.documentation).toEqual(["how much"]);
  });
});
