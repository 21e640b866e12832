import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SchemaFile } from "../../src/check/json-types.js";
import { check } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { readJsonSchema } from "../../src/types/read-json-schema.js";
import { markdownBlocks } from "./markdown-blocks.js";

const [reading = ""] = readFileSync("docs/json-schema.md", "utf8").split("## Writing a JSON Schema");
const blocks = markdownBlocks(reading);
const schemas = new Map<string, SchemaFile>();
for (const { attributes, text } of blocks) {
  const path = attributes.get("file");
  if (path !== undefined) schemas.set(path, await readJsonSchema(text));
}

describe("docs/json-schema.md, reading", () => {
  const policies = blocks.filter(({ language }) => language === "pol");

  it("has a schema and policies", () => {
    expect([schemas.size, policies.length]).toEqual([1, 1]);
  });

  it.each(policies.map((block) => [block.line, block.text] as const))(
    "line %i checks without a word",
    (_, text) => {
      expect(check([{ path: "a.pol", text }], { schemas }).diagnostics).toEqual([]);
      expect(format({ path: "", text }).text).toBe(text);
    },
  );
});
