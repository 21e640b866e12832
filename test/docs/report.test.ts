import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readableRules } from "../../src/analysis/report/side-conditions.js";
import { format } from "../../src/syntax/format.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

const document = readFileSync("docs/report.md", "utf8");
const blocks = markdownBlocks(document);
const files = Object.fromEntries(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);

/** Every name of a member of a JSON value, at any depth, but for requests and findings, which others describe. */
function memberNames(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(memberNames);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    ["request", "allowed", "denied", "findings"].includes(name) ? [name] : [name, ...memberNames(member)],
  );
}

describe("docs/report.md", () => {
  it("has a policy as the formatter lays it out", () => {
    expect(Object.keys(files)).toEqual(["policies/bank.pol"]);
    for (const [path, text] of Object.entries(files)) expect(format({ path, text }).text).toBe(text);
  });

  it("shows what is printed, but for findings", async () => {
    const example = blocks.find(({ attributes }) => attributes.has("run"))?.text ?? "";
    const { stdout, code } = await polc(["report", "policies"], { files });
    expect(`$ polc report policies\n${stdout}`.split("\nFindings ")[0]).toBe(example);
    expect(code).toBe(0);
  });

  it("names every member of the JSON", async () => {
    const { stdout } = await polc(["report", "policies", "--format", "json"], { files });
    const names = new Set(memberNames(JSON.parse(stdout)));
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  });

  it("says how many rules are joined", () => {
    expect(document).toContain(`More than ${readableRules} rules`);
  });
});
