import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixCases } from "../fixes/cases.js";

const document = readFileSync("docs/fixes.md", "utf8");
const listed = [...document.matchAll(/^\| \[(POL\d{4})\]/gm)].map(([, code = ""]) => code);

describe("docs/fixes.md", () => {
  it("lists just the codes that have a fix, in order", () => {
    const codes = new Set<string>(fixCases.map(({ code }) => code));
    expect(listed).toEqual([...codes].sort());
  });

  it("is what the pages of the codes say", () => {
    const pages = readdirSync("docs/diagnostics").filter((name) =>
      / `polc check --fix` /.test(readFileSync(`docs/diagnostics/${name}`, "utf8")),
    );
    expect(pages.sort()).toEqual(listed.map((code) => `${code}.md`));
  });
});
