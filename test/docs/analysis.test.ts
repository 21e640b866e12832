import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { searchBudget } from "../../src/analysis/solve/search.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import { format } from "../../src/syntax/format.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const document = readFileSync("docs/analysis.md", "utf8");
const blocks = markdownBlocks(document);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

describe("docs/analysis.md", () => {
  it("has policies as the formatter lays them out", () => {
    expect(Object.keys(files).length).toBeGreaterThan(0);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows what `polc check` prints", async () => {
    const example = blocks.find(({ language }) => language === "console")?.text;
    const { stdout, stderr, code } = await polc(["check", "policies"], { files });
    expect(`$ npx polc check policies\n${stdout}${stderr}`).toBe(example);
    expect(code).toBe(0);
  });

  it("names every code of the analysis, or the first and last of a row", () => {
    const last = catalogue
      .filter(({ code }) => code >= "POL3020" && code < "POL3030")
      .map(({ code }) => code);
    const others = catalogue
      .filter(({ code }) => code >= "POL3000" && code < "POL3020")
      .map(({ code }) => code);
    for (const code of [...others, last[0], last.at(-1)])
      expect(document).toContain(`diagnostics/${code}.md`);
  });

  it("states the budget", () => {
    const { conflicts, failures } = searchBudget;
    expect(document).toContain(`${conflicts.toLocaleString("en")} conflicts and ${failures} failed tries`);
  });
});
