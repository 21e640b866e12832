import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const blocks = markdownBlocks(readFileSync("docs/gen-tests.md", "utf8"));
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

describe("docs/gen-tests.md", () => {
  it("has policies as the formatter lays them out", () => {
    expect(Object.keys(files).length).toBeGreaterThan(0);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows the tests that `polc gen-tests` writes", async () => {
    const example = blocks.find(({ language }) => language === "console")?.text;
    const { stdout } = await polc(["gen-tests", "policies"], { files });
    const names = stdout.split("\n").filter((line) => line.startsWith("test"));
    expect(`$ npx polc gen-tests policies | grep '^test'\n${names.map((name) => `${name}\n`).join("")}`).toBe(
      example,
    );
  });
});
