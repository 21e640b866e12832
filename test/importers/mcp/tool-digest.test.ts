import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ToolDefinition, toolDigest, toolPartDigests } from "../../../src/importers/mcp/tool-digest.js";
import { permuted, shuffled } from "./shuffle.js";
import { singleEdits } from "./single-edits.js";

const seed = 20261121;

const corpora =
  process.env.POLC_CORPORA ?? fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const lists = join(corpora, "mcp-tools");
const files = existsSync(lists) ? readdirSync(lists).filter((name) => name.endsWith(".json")) : [];

if (files.length === 0) console.log(`skipped: no tool lists of real servers in ${lists}`);

const search: ToolDefinition = {
  name: "search",
  title: "Search",
  description: "Search the index.",
  inputSchema: {
    type: "object",
    properties: {
      required: { enum: ["b", "a", 1, null] },
      text: { type: ["string", "null"], default: { required: ["y", "x"] } },
      either: { anyOf: [{ type: "string" }, { type: "number" }] },
    },
    required: ["text", "required"],
    dependentRequired: { text: ["required", "either"] },
    dependencies: { either: ["text", "required"], text: { required: ["b", "a"] } },
  },
  annotations: { readOnlyHint: true },
  execution: { taskSupport: "forbidden" },
};

/** `search` with another input schema, made from the text of its own. */
function withSchema(from: string, to: string): ToolDefinition {
  const text = JSON.stringify(search.inputSchema);
  expect(text).toContain(from);
  return { ...search, inputSchema: JSON.parse(text.replace(from, to)) };
}

describe("toolDigest", () => {
  it("is SHA-256 of the canonical JSON", () => {
    expect(toolDigest({ name: "x", inputSchema: { type: "object" } })).toBe(
      // printf '{"inputSchema":{"type":"object"},"name":"x"}' | sha256sum
      "sha256:d8121ff95a6c1f2b2c915f12cdc9206c342941521789b9f4a8f80eece7d8d62b",
    );
  });

  it.each([
    ["required", '["text","required"]', '["required","text"]'],
    ["enum", '["b","a",1,null]', '[null,"a","b",1]'],
    ["type", '["string","null"]', '["null","string"]'],
    ["dependentRequired", '["required","either"]', '["either","required"]'],
    ["dependencies by name", '"either":["text","required"]', '"either":["required","text"]'],
    ["dependencies by schema", '{"required":["b","a"]}', '{"required":["a","b"]}'],
  ])("does not depend on the order of %s", (_, from, to) => {
    expect(toolDigest(withSchema(from, to))).toBe(toolDigest(search));
  });

  it.each([
    ["a list in a default", '{"required":["y","x"]}', '{"required":["x","y"]}'],
    [
      "the schemas of anyOf, to which a $ref may lead",
      '[{"type":"string"},{"type":"number"}]',
      '[{"type":"number"},{"type":"string"}]',
    ],
    ["a name that is listed twice", '["text","required"]', '["text","required","text"]'],
    ["a type that becomes a list", '{"type":"string"}', '{"type":["string"]}'],
  ])("depends on %s", (_, from, to) => {
    expect(toolDigest(withSchema(from, to))).not.toBe(toolDigest(search));
  });

  it("keeps the order of an enum that holds what may be a schema", () => {
    const tool = (values: readonly unknown[]) => ({ name: "x", inputSchema: { enum: values } });
    expect(toolDigest(tool([true, { a: 1 }]))).not.toBe(toolDigest(tool([{ a: 1 }, true])));
  });

  it("leaves out `_meta`, of the tool only", () => {
    expect(toolDigest({ ...search, _meta: { trace: 1 } })).toBe(toolDigest(search));
    expect(toolDigest(withSchema('"type":"object"', '"type":"object","_meta":1'))).not.toBe(
      toolDigest(search),
    );
  });

  it.each(files)("law tool-digest-order: no order of %s matters", (file) => {
    for (const [index, tool] of toolsOf(file).entries()) {
      expect(toolDigest(shuffled(tool, index + 1) as ToolDefinition)).toBe(toolDigest(tool));
      expect(toolDigest(withPermutedSets(tool, index + 1))).toBe(toolDigest(tool));
    }
  });

  it.each(files)("law tool-digest-edit: each edit of one character in %s gives another", (file) => {
    for (const [index, tool] of toolsOf(file).entries()) {
      const digests = someOf([...singleEdits(tool, index)], index).map((edited) => toolDigest(edited));
      expect(digests.length).toBeGreaterThan(5);
      expect(new Set([...digests, toolDigest(tool)]).size).toBe(digests.length + 1);
    }
  });

  it("law tool-digest-edit: each edit of one character in any tool gives another", () => {
    const tool = fc.record({ name: fc.string(), description: fc.string(), inputSchema: fc.jsonValue() });
    fc.assert(
      fc.property(tool, fc.nat(), (definition, place) => {
        const digests = [...singleEdits(definition, place)].map((edited) => toolDigest(edited));
        expect(digests).not.toContain(toolDigest(definition));
      }),
      { seed },
    );
  });
});

/** Not each of the thousand edits of a large definition: evenly, so that no part is left out, and others for the next tool. */
function someOf<Value>(values: readonly Value[], first: number): readonly Value[] {
  const step = Math.ceil(values.length / 60);
  return values.filter((_, index) => index % step === first % step);
}

describe("toolPartDigests", () => {
  it("has one for each part that there is", () => {
    expect(Object.keys(toolPartDigests(search))).toEqual([
      "title",
      "description",
      "inputSchema",
      "annotations",
      "other",
    ]);
    expect(toolPartDigests({ name: "x", _meta: {} })).toEqual({});
  });

  it.each([
    ["title", { title: "Search!" }],
    ["description", { description: "Search the index!" }],
    ["inputSchema", { inputSchema: {} }],
    ["outputSchema", { outputSchema: {} }],
    ["annotations", { annotations: {} }],
    ["other", { execution: {} }],
  ])("changes with %s, and no other does", (part, change) => {
    const before = Object.entries(toolPartDigests(search));
    const after = toolPartDigests({ ...search, ...change });
    expect(before.filter(([name, digest]) => after[name as keyof typeof after] !== digest)).toHaveLength(
      part === "outputSchema" ? 0 : 1,
    );
    expect(after[part as keyof typeof after]).not.toBe(toolPartDigests(search)[part as keyof typeof after]);
  });
});

function toolsOf(file: string): readonly ToolDefinition[] {
  return JSON.parse(readFileSync(join(lists, file), "utf8")).tools;
}

/** `tool` with every `required` of its input schema that is a list of names in another order. */
function withPermutedSets(tool: ToolDefinition, order: number): ToolDefinition {
  const text = JSON.stringify(tool.inputSchema, (name, value) =>
    (name === "required" || name === "enum") && Array.isArray(value) ? permuted(value, order) : value,
  );
  return { ...tool, inputSchema: JSON.parse(text) };
}
