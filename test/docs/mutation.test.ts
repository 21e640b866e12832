import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import { mutationOperators } from "../../src/testing/mutants/mutant.js";
import { verdictKinds } from "../../src/testing/mutants/mutation-score.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const page = readFileSync("docs/mutation.md", "utf8");
const blocks = markdownBlocks(page);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

/** The first cells of the rows of a table under a heading. */
function firstCells(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| ([a-z][^|]*?) \|/gm)].map(([, cell = ""]) => cell).slice(1);
}

/** Every name of a member of a JSON value, at any depth, but for requests. */
function memberNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(memberNames);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === "request" ? [name] : [name, ...memberNames(member)],
  );
}

describe("docs/mutation.md", () => {
  it("has a policy as the formatter lays it out", () => {
    expect(Object.keys(files)).toEqual(["policies/reports.pol"]);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows what is printed", async () => {
    const example = blocks.find(({ attributes }) => attributes.has("run"))?.text ?? "";
    const { stdout, code } = await polc(["mutate", "policies"], { files });
    expect(`$ npx polc mutate policies\n${stdout}`).toBe(example);
    expect(code).toBe(0);
  });

  it("lists every kind of mistake, and everything that becomes of them", () => {
    expect(firstCells("The mistakes")).toEqual([...mutationOperators]);
    expect([...firstCells("What becomes of them")].sort()).toEqual([...verdictKinds].sort());
  });

  it("names every member of the JSON", async () => {
    const { stdout } = await polc(["mutate", "policies", "--format", "json"], { files });
    const names = new Set(memberNames(JSON.parse(stdout)));
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
