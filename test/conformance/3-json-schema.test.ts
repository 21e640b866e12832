import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import type { JsonSchema } from "../../src/types/from-json-schema.js";
import { printType } from "../../src/types/print-type.js";

/** What a set with `type T = json("REFERENCE")` gives where `order.json` is the schema: the type, or what is said of it. */
function typeOf(schema: JsonSchema, reference = "order.json", path = "a.pol"): string {
  const text = `type T = json(${JSON.stringify(reference)}) principal User action go(x: T)`;
  const { policySet, diagnostics } = check([{ path, text }], {
    schemas: new Map([["order.json", { schema }]]),
  });
  const said = diagnostics.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
  const field = policySet?.actions.get("go")?.parameters.get("x");
  return [...(field ? [printType(field.type)] : []), ...said].join("; ");
}

describe("§3 types from JSON Schema", () => {
  it.each<[JsonSchema, string]>([
    [{ type: "string", format: "uri" }, "Url"],
    [{ type: "string", format: "email" }, "Email"],
    [{ type: "string", format: "date-time" }, "Time"],
    [{ type: "string", format: "date" }, "Date"],
    [{ type: "string", format: "duration" }, "Duration"],
  ])("formats map onto the types: %j: %s", (schema, expected) => {
    expect(typeOf(schema)).toBe(expected);
  });

  it.each(["ipv4", "ipv6"])("%s is an Ip, which takes both: that is said", (format) => {
    expect(typeOf({ type: "string", format })).toBe('Ip; POL2029 "order.json"');
  });

  it("a JSON Pointer leads into it, `$ref` only within it", () => {
    const schema = {
      $defs: {
        Order: {
          type: "object",
          properties: { id: { $ref: "#/$defs/Id" } },
          required: ["id"],
          additionalProperties: false,
        },
        Id: { type: "integer", minimum: 1 },
      },
    };
    expect(typeOf(schema, "order.json#/$defs/Order")).toBe("{ id: Int in 1.. }");
    expect(typeOf(schema, "./order.json#/$defs/Id")).toBe("Int in 1..");
    expect(typeOf(schema, "order.json#/$defs/Nothing")).toBe('POL2028 "order.json#/$defs/Nothing"');
    expect(typeOf({ $ref: "https://example.com/schema.json" })).toBe('Json; POL2029 "order.json"');
  });

  it("a recursive part is opaque, and that is said", () => {
    const schema = { type: "object", properties: { next: { $ref: "#" } } };
    expect(typeOf(schema)).toBe('{ next?: Json }; POL2029 "order.json"');
  });

  it("a file that is not there, or no schema, is an error at the reference", () => {
    expect(typeOf(true, "other.json")).toBe('POL2028 "other.json"');
    expect(typeOf(true, "order.json", "folder/a.pol")).toBe('POL2028 "order.json"');
    expect(typeOf({ type: "integer" }, "../order.json", "folder/a.pol")).toBe("Int");
    const text = 'type T = json("bad.json") action go(x: T)';
    const { diagnostics } = check([{ path: "a.pol", text }], {
      schemas: new Map([["bad.json", { problem: "it is no JSON" }]]),
    });
    expect(diagnostics).toMatchObject([
      { code: "POL2028", message: expect.stringContaining("it is no JSON") },
    ]);
  });
});
