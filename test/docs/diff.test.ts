import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differenceKinds } from "../../src/analysis/difference/difference-kind.js";
import { kindWords } from "../../src/cli/diff/words.js";
import { check, compare } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const document = readFileSync("docs/diff.md", "utf8");
const blocks = markdownBlocks(document);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

describe("docs/diff.md", () => {
  it("has policies as the formatter lays them out", () => {
    expect(Object.keys(files)).toEqual(["old/mail.pol", "new/mail.pol"]);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows what is printed", async () => {
    const example = blocks.find(({ attributes }) => attributes.has("run"))?.text ?? "";
    const { stdout, code } = await polc(["diff", "old", "new"], { files });
    expect(`$ polc diff old new\n${stdout}`).toBe(example);
    expect(code).toBe(1);
  });

  it("has a program that works", () => {
    const { text = "" } = blocks.find(({ language }) => language === "js") ?? {};
    const body = text
      .replace(/^import .*\n/, "")
      .replace("export function isWider", "return function isWider");
    const isWider: unknown = new Function("check", "compare", body)(check, compare);
    const [older, newer] = Object.values(files);
    const answers = typeof isWider === "function" ? [isWider(older, newer), isWider(newer, older)] : [];
    expect(answers).toEqual([true, false]);
  });

  it("says what each sort of difference is", () => {
    for (const kind of differenceKinds) expect(document).toContain(`| ${kindWords(kind)} |`);
    for (const kind of differenceKinds) expect(document).toContain(`\`${kind}\``);
  });
});
