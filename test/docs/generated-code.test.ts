import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { analyticsText, compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

const { code, declarations } = compile(analyticsText, "analytics.pol");
const blocks = markdownBlocks(readFileSync("docs/generated-code.md", "utf8"));

it.each(blocks)("docs/generated-code.md, line $line: the module reads so", ({ language, text }) => {
  expect(language === "ts" ? declarations : code).toContain(text);
});
