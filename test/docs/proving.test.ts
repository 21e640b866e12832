import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const blocks = markdownBlocks(readFileSync("docs/proving.md", "utf8"));
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const file = attributes.get("file");
    return file === undefined ? [] : [[file, text]];
  }),
);

describe("docs/proving.md", () => {
  const shown = blocks
    .filter(({ language }) => language === "console")
    .map(({ text }) => text.trimEnd().split("\n"));

  it.each(shown)("shows what %s prints", async (command = "", ...lines) => {
    const { stdout, stderr } = await polc(command.replace("$ npx polc ", "").split(" "), { files });
    const printed = `${stdout}${stderr}`;
    // `…` stands for lines left out.
    const parts = lines.join("\n").split(/^ *…\n/m);
    expect(parts.filter((part) => !printed.includes(part))).toEqual([]);
  });
});
