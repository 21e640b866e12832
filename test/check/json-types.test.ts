import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import type { JsonSchema } from "../../src/types/from-json-schema.js";

/** What is said of a set that takes a type from the schema. */
function messages(schema: JsonSchema, pointer = ""): readonly string[] {
  const text = `type T = json("t.json#${pointer}") principal User action go(x: T)`;
  const { diagnostics } = check([{ path: "a.pol", text }], { schemas: new Map([["t.json", { schema }]]) });
  return diagnostics.map(
    ({ code, message, span }) => `${code} ${text.slice(span.start, span.end)} ${message}`,
  );
}

describe("types from JSON Schema, in a policy set", () => {
  it("names each keyword that is not kept, with its place, at the reference", () => {
    const schema = { type: "integer", multipleOf: 2 };
    expect(messages({ $defs: { Even: schema } }, "/$defs/Even")).toEqual([
      'POL2029 "t.json#/$defs/Even" at `#/$defs/Even/multipleOf`: `multipleOf` cannot be kept: more values are accepted',
    ]);
  });

  it("says once what is said of many places", () => {
    const names = Array.from({ length: 60 }, (_, index) => `p${index + 10}`);
    const properties = Object.fromEntries(names.map((name) => [name, { type: "string", format: "uuid" }]));
    const [message = "", ...others] = messages({ type: "object", properties });
    expect(others).toEqual([]);
    expect(message).toContain("at `#/properties/p10/format`, `#/properties/p11/format`, ");
    expect(message).toContain(" and 10 other places: the format `uuid` is not checked");
  });

  it("says that `null` is refused at the top, but not beside a schema that has no type", () => {
    expect(messages({ type: ["string", "null"] })).toEqual([
      'POL2029 "t.json#" at `#`: `null` at the top of a type cannot be kept: write `name: T | null` where the type is used',
    ]);
    expect(messages({ $ref: "other.json" })).toHaveLength(1);
  });

  it("never fails a file for what a schema says", () => {
    const huge = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`p${index}`, { type: "string" }]),
    );
    for (const schema of [
      { type: "object", properties: huge },
      { $ref: "#" },
      false,
      { type: "null" },
    ] as const)
      expect(messages(schema).filter((message) => !message.startsWith("POL2029"))).toEqual([]);
  });
});
