import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { importTools } from "../../src/importers/mcp/import-tools.js";
import { readToolList } from "../../src/importers/mcp/read-tool-list.js";
import { format } from "../../src/syntax/format.js";
import { markdownBlocks } from "./markdown-blocks.js";

/* The list of tools in docs/importing.md gives the file that follows it, and what refines that file checks with it. */

const document = "docs/importing.md";
const blocks = markdownBlocks(readFileSync(document, "utf8"));
const policies = blocks.filter(({ language }) => language === "pol");

function named(language: string) {
  const block = blocks.find((each) => each.language === language && each.attributes.has("file"));
  return { path: block?.attributes.get("file") ?? "", text: block?.text ?? "" };
}

describe(document, () => {
  it("shows what its list becomes", () => {
    const { list, diagnostics } = readToolList(named("json"));
    const imported = importTools(list ? [list] : []);
    expect([...diagnostics, ...imported.diagnostics]).toEqual([]);
    expect(imported.files).toEqual([named("pol")]);
  });

  it.each(policies.map((block) => [block.line, block] as const))("line %i", (_, { attributes, text }) => {
    const files = [{ path: "policies.pol", text }, ...(attributes.has("prelude") ? [named("pol")] : [])];
    expect(check(files).diagnostics).toEqual([]);
    expect(format({ path: document, text }).text).toBe(text);
  });
});
