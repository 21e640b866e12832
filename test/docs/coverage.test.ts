import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseMinimum } from "../../src/cli/coverage/minimum.js";
import { format } from "../../src/syntax/format.js";
import { mostCoverageQuestions } from "../../src/testing/coverage.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const page = readFileSync("docs/coverage.md", "utf8");
const blocks = markdownBlocks(page);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

describe("docs/coverage.md", () => {
  it("has policies as the formatter lays them out", () => {
    expect(Object.keys(files)).toEqual(["policies/tickets.pol"]);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows what `polc test --coverage` prints", async () => {
    const example = blocks.find(({ attributes }) => attributes.get("run") === "text")?.text ?? "";
    const [command = "", ...printed] = example.split("\n");
    const { stdout } = await polc(command.replace("$ npx polc ", "").split(" "), { files });
    expect(stdout).toBe(printed.join("\n"));
  });

  it("has a second column where laws have run", async () => {
    const { stdout } = await polc(["test", "--coverage", "text,html", "--runs", "50", "policies"], { files });
    expect(stdout).toMatch(/^coverage {2,}tests {2,}with laws\nrules .* 100 % {2}3 of 3$/m);
  });

  const commands = blocks.flatMap(({ text }) =>
    [...text.matchAll(/^\$ npx polc (.*)$/gm)].map(([, line = ""]) => line),
  );

  it.each(commands)("polc %s is a command, and writes where the page says", async (command) => {
    const { code, files: after } = await polc([...command.split(" "), "--no-laws"], { files });
    expect(code).toBe(command.includes("--min-coverage") ? 1 : 0);
    const written = Object.keys(after).filter((path) => !(path in files));
    const [, format] = /--coverage (html|lcov)/.exec(command) ?? [];
    expect(written).toEqual(
      format === undefined ? [] : [{ html: "coverage/index.html", lcov: "coverage/lcov.info" }[format]],
    );
    for (const path of written) expect(page).toContain(`\`${path}\``);
  });

  it("has minima as they are read, and states how many questions are asked", () => {
    const minima = [...page.matchAll(/--min-coverage (\S+) /g)].map(([, text = ""]) => text);
    expect(minima).toHaveLength(2);
    for (const text of minima) expect(parseMinimum(text)).toBeDefined();
    expect(page).toContain(`${mostCoverageQuestions.toLocaleString("en")} such questions`);
  });
});
