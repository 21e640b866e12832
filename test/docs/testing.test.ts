import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import * as testing from "../../src/testing/index.js";
import { laws } from "../../src/testing/laws.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const page = readFileSync("docs/testing.md", "utf8");
const blocks = markdownBlocks(page);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

/** Which requests the analysis finds besides those that are made is no promise. */
function withoutCount(text: string): string {
  return text.replace(/\d+ requests/, "… requests");
}

describe("docs/testing.md", () => {
  it.each(["policies/todos.pol", "drive/drive.pol"])("has %s as the formatter lays it out", (path) => {
    expect(format({ path, text: files[path] ?? "" }).text).toBe(files[path]);
  });

  const runs = blocks.filter(({ attributes }) => attributes.has("run"));

  it.each(runs)("line $line is what polc prints", async ({ text }) => {
    const [command = "", ...printed] = text.split("\n");
    const { stdout } = await polc(command.replace("$ npx polc ", "").split(" "), { files });
    expect(withoutCount(stdout)).toBe(withoutCount(printed.join("\n")));
  });

  it("counts the laws", () => expect(page).toContain(`✓ ${laws.length} laws, `));

  const excerpts = blocks.filter(({ attributes }) => attributes.has("from"));

  it.each(excerpts)("line $line is a part of the example, which the package's tests run", (block) => {
    const file = readFileSync(`examples/testing-with-vitest/${block.attributes.get("from")}`, "utf8");
    expect(file).toContain(block.text);
  });

  it("names functions that there are", () => {
    const named = [...page.matchAll(/`(\w+)\(policySet/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(testing).toHaveProperty(name);
  });

  it("names options that there are", async () => {
    const { stdout } = await polc(["test", "--help"]);
    const named = new Set([...page.matchAll(/--[a-z-]+/g)].map(([option]) => option));
    for (const option of named) expect(`${stdout} --no-laws`).toContain(option);
  });
});
