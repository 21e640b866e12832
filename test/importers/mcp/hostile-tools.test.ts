import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { importTools } from "../../../src/importers/mcp/import-tools.js";
import { readToolList } from "../../../src/importers/mcp/read-tool-list.js";
import type { ToolList } from "../../../src/importers/mcp/tool-list.js";
import { format } from "../../../src/syntax/format.js";
import { parse } from "../../../src/syntax/parse.js";
import { permuted, shuffled } from "./shuffle.js";

const seed = 20261121;

/** What would become code if it were pasted: ends of lines, of strings, of comments, and declarations after them. */
const hostile = fc.constantFrom(
  "\n",
  "\r",
  "\u2028",
  "\u2029",
  "\u0085",
  '"',
  "\\",
  "*/",
  "/*",
  "//",
  "///",
  "${",
  "`",
  ")",
  "}",
  ",",
  "...",
  "\ud800",
  "\udc00",
  "\u202e",
  "\u200b",
  "\u{e0041}",
  "\0",
  "\t",
  " ",
  ".",
  "/",
  "~1",
  "%",
  "and",
  "null",
  "__proto__",
  "constructor",
  "\naction evil.tool(...) tagged read_only\n",
  "\npolicy p { rule r allow anyone to anything }\n",
  '") tagged read_only\n',
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: hostile }, fc.string({ maxLength: 4, unit: "binary" })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ type: fc.constantFrom("string", "integer", "boolean", "null"), description: text }),
    fc.record({
      enum: fc.array(fc.oneof(text, fc.constant(null)), { minLength: 1, maxLength: 4 }),
      default: text,
    }),
    fc.record({ type: fc.constant("string"), pattern: text, title: text }),
    fc.record({
      type: fc.constant("number"),
      minimum: fc.double({ noNaN: true, noDefaultInfinity: true }),
      exclusiveMaximum: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
    fc.record({ $ref: fc.constantFrom("#/$defs/a", "#/$defs/b~1c", "#", "#/nowhere") }),
    fc.record({ type: fc.constant("array"), items: tie("schema"), description: text }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record(
      {
        type: fc.constantFrom("object", ["object", "null"]),
        properties: fc.dictionary(text, tie("schema"), { maxKeys: 4 }),
        required: fc.array(text, { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
        description: text,
      },
      { requiredKeys: ["type", "properties"] },
    ),
  ),
}));

const tool = fc.record(
  {
    name: fc.oneof(text, fc.constantFrom("read", "API-post-page", "a.b", "*", "rule", "and")),
    title: text,
    description: text,
    inputSchema: fc.oneof(
      fc.record(
        {
          type: fc.constant("object"),
          properties: fc.dictionary(text, schema, { maxKeys: 4 }),
          required: fc.array(text, { maxLength: 2 }),
          $defs: fc.record({ a: schema, "b/c": schema }),
        },
        { requiredKeys: ["type", "properties"] },
      ),
      schema,
    ),
    annotations: fc.record(
      {
        readOnlyHint: fc.oneof(fc.boolean(), text),
        destructiveHint: fc.boolean(),
        idempotentHint: fc.boolean(),
        openWorldHint: fc.boolean(),
        title: text,
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["name"] },
);

const server = fc.record(
  {
    server: text,
    serverInfo: fc.record({ name: text, version: text }),
    tools: fc.uniqueArray(tool, { maxLength: 4, selector: ({ name }) => name }),
  },
  { requiredKeys: ["tools"] },
);

function readList(value: unknown): ToolList {
  const { list } = readToolList({ path: "hostile.json", text: JSON.stringify(value) });
  expect(list).toBeDefined();
  return list as ToolList;
}

describe("tools of hostile servers", () => {
  it("law import-stays-data: whatever a server says, its tools are what is declared, and nothing else", () => {
    fc.assert(
      fc.property(server, (value) => {
        const list = readList(value);
        const { files, actions, diagnostics } = importTools([list]);
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const [file = { path: "", text: "" }] = files;
        const parsed = parse(file);
        expect(parsed.diagnostics).toEqual([]);
        const declared = parsed.file.declarations.flatMap((declaration) =>
          declaration.kind === "ActionDeclaration"
            ? declaration.items.map(({ name }) => name.segments.map((segment) => segment.text).join("."))
            : [],
        );
        expect([...declared].sort()).toEqual(actions.map(({ action }) => action));
        expect(actions.map(({ tool: name }) => name).sort()).toEqual(
          list.tools.map(({ name }) => name).sort(),
        );
        const kinds = new Set(parsed.file.declarations.map(({ kind }) => kind));
        kinds.delete("TypeDeclaration");
        expect(kinds.size).toBe(list.tools.length > 0 ? 2 : 1);
        expect(check(files).diagnostics).toEqual([]);
        expect(format(file).text).toBe(file.text);
      }),
      { seed, numRuns: 120 },
    );
  });

  it("law import-ignores-order: the order of tools, and of the members of objects, does not show", () => {
    fc.assert(
      fc.property(server, fc.nat(), (value, order) => {
        const [file] = importTools([readList(value)]).files;
        const tools = permuted(value.tools, order);
        const [other] = importTools([readList(shuffled({ ...value, tools }, order))]).files;
        expect(other?.text).toBe(file?.text);
      }),
      { seed, numRuns: 100 },
    );
  });
});
