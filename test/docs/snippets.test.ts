import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SchemaFile } from "../../src/check/json-types.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";
import { readJsonSchema } from "../../src/types/read-json-schema.js";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.js";

/*
 * Every `pol` block of docs/language.md is a policy set. `prelude=NAME` puts the block with `name=NAME` before it; `error=CODE` and
 * `warning=CODE` say what it is an example of, and any other block checks without a diagnostic (a fragment may declare what it does not
 * use). All are laid out as the formatter does. `json request=NAME` and `json decision=NAME` are a request to the block of that
 * name, and the whole decision; `json file=PATH` is a JSON Schema.
 */

const document = "docs/language.md";
const blocks = markdownBlocks(readFileSync(document, "utf8"));
const named = new Map(
  blocks.flatMap((block) => (block.attributes.has("name") ? [[nameOf(block), block] as const] : [])),
);

const schemas = new Map<string, SchemaFile>();
for (const { attributes, text } of blocks) {
  const path = attributes.get("file");
  if (path !== undefined) schemas.set(path, await readJsonSchema(text));
}

describe(document, () => {
  const snippets = blocks.filter(({ language }) => language === "pol");
  it("has snippets", () => expect(snippets.length).toBeGreaterThan(20));

  it.each(snippets.map((block) => [block.line, block] as const))("line %i", (_, block) => {
    const { diagnostics, policySet } = check(filesOf(block), { schemas });
    const expected = [block.attributes.get("error"), block.attributes.get("warning")].flatMap(
      (code) => code ?? [],
    );
    const found = diagnostics
      .filter(({ code }) => code !== unused)
      .map(({ code, message }) => `${code} ${message}`);
    expect(found.map((text) => text.slice(0, 7))).toEqual(
      found.length > 0 && expected.length === 0 ? found : expected,
    );
    if (nameOf(block) !== columns) expect(format({ path: "", text: block.text }).text).toBe(block.text);
    if (policySet !== undefined) expect(runTests(policySet).filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each([...named.keys()].filter((name) => jsonBlock("request", name)))(
    "request and decision of %s",
    (name) => {
      const { policySet } = check(filesOf(named.get(name)));
      expect(policySet).toBeDefined();
      if (policySet === undefined) return;
      const decision = interpret(policySet, JSON.parse(jsonBlock("request", name) ?? ""));
      expect({ ...decision, digest: "sha256:…" }).toEqual(JSON.parse(jsonBlock("decision", name) ?? ""));
    },
  );

  it("has one example in common with the examples", () => {
    expect(named.get("taste")?.text).toBe(readFileSync("examples/analytics/analytics.pol", "utf8"));
  });
});

const unused = "POL2025";

/** The first example is set in columns, which the formatter does not keep. */
const columns = "taste";

function nameOf(block: MarkdownBlock): string {
  return block.attributes.get("name") ?? "";
}

/** A block with its prelude, as a policy set. */
function filesOf(block: MarkdownBlock | undefined): readonly SourceFile[] {
  if (block === undefined) return [];
  const prelude = named.get(block.attributes.get("prelude") ?? "");
  return [...filesOf(prelude), { path: `line-${block.line}.pol`, text: block.text }];
}

function jsonBlock(key: string, name: string): string | undefined {
  return blocks.find(({ attributes }) => attributes.get(key) === name)?.text;
}
