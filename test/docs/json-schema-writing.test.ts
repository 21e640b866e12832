import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { requestSchema } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { printJson } from "../../src/util/print-json.js";
import { compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

const blocks = markdownBlocks(readFileSync("docs/json-schema.md", "utf8"));

function textOf(name: string): string {
  return blocks.find(({ attributes }) => attributes.get("writing") === name)?.text ?? "";
}

describe("docs/json-schema.md, writing", () => {
  const { policySet } = compile(textOf("policies"));
  const action = "notes.read";

  it("has policies as the formatter lays them out", () => {
    expect(format({ path: "", text: textOf("policies") }).text).toBe(textOf("policies"));
  });

  it.each([
    ["arguments", { action, argumentsOnly: true }],
    ["request", { action }],
  ])("shows what is printed of the %s", (name, options) => {
    expect(textOf(name)).not.toBe("");
    expect(printJson(requestSchema(policySet, options))).toContain(textOf(name));
  });
});
