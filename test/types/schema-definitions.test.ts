import { describe, expect, it } from "vitest";
import { createSchemaDefinitions } from "../../src/types/schema-definitions.js";

describe("createSchemaDefinitions", () => {
  it("puts what is used once in its place, under what is said of it there", () => {
    const definitions = createSchemaDefinitions();
    const inner = definitions.define("inner", { description: "inner", type: "string" });
    const outer = definitions.define("outer", { items: { ...inner, description: "here" } });
    expect(definitions.complete({ not: outer })).toEqual({
      not: { items: { description: "here", type: "string" } },
    });
  });

  it("names what is used more often, and what is kept", () => {
    const definitions = createSchemaDefinitions();
    const a = () => definitions.define("a", { type: "string" });
    const kept = definitions.define("kept", { items: a() }, { kept: true });
    expect(definitions.complete({ anyOf: [a(), kept] })).toEqual({
      anyOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/kept" }],
      $defs: { a: { type: "string" }, kept: { items: { $ref: "#/$defs/a" } } },
    });
  });

  it("numbers different shapes of one name, and leaves out what nothing leads to", () => {
    const definitions = createSchemaDefinitions();
    definitions.define("x", { type: "null" }, { kept: true });
    const [first, second] = [{ type: "string" }, { type: "number" }].map((schema) =>
      definitions.define("x", schema, { kept: true }),
    );
    expect(definitions.complete({ anyOf: [first, second] })).toEqual({
      anyOf: [{ $ref: "#/$defs/x" }, { $ref: "#/$defs/x-2" }],
      $defs: { x: { type: "string" }, "x-2": { type: "number" } },
    });
  });

  it("writes names as fragments of URIs", () => {
    const definitions = createSchemaDefinitions();
    const odd = definitions.define("a/b~c d%", { type: "string" }, { kept: true });
    expect(definitions.complete({ not: odd })).toMatchObject({ not: { $ref: "#/$defs/a~1b~0c%20d%25" } });
  });

  it("takes a property called $ref for a property", () => {
    const definitions = createSchemaDefinitions();
    const schema = { properties: { $ref: { type: "string" }, $defs: { $ref: "#" } } };
    expect(definitions.complete(schema)).toEqual(schema);
  });
});
