import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SchemaFile } from "../../src/check/json-types.js";
import { analyze, check } from "../../src/compiler.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { format } from "../../src/syntax/format.js";
import { readJsonSchema } from "../../src/types/read-json-schema.js";

const folder = new URL("../../docs/diagnostics/", import.meta.url);

function pageOf(code: string): string {
  const page = new URL(`${code}.md`, folder);
  return existsSync(page) ? readFileSync(page, "utf8") : "";
}

function examplesOf(page: string): readonly string[] {
  return [...page.matchAll(/^```pol\n(.*?)^```$/gms)].map(([, text = ""]) => text);
}

/** The files of a page's `json file=NAME` blocks, for `json("…")`. */
async function schemasOf(page: string): Promise<ReadonlyMap<string, SchemaFile>> {
  const blocks = [...page.matchAll(/^```json file=(\S+)\n(.*?)^```$/gms)];
  const schemas = blocks.map(async ([, name = "", text = ""]) => [name, await readJsonSchema(text)] as const);
  return new Map(await Promise.all(schemas));
}

describe("docs/diagnostics", () => {
  it("has a page for every code and for nothing else", () => {
    const pages = readdirSync(folder).sort();
    expect(pages).toEqual(catalogue.map(({ code }) => `${code}.md`));
  });

  it.each(catalogue)("$code has its title, its name and every section", ({ code, name, severity, title }) => {
    const page = pageOf(code);
    expect(page.startsWith(`# ${code}: ${title}\n\n\`${name}\` · ${severity}\n\n`)).toBe(true);
    const sections = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(sections).toEqual(["Why it matters", "Example", "Corrected", "What to do"]);
  });

  // Configuration and bugs of polc cannot be shown by a policy.
  const shownByPolicy = catalogue.filter(({ code }) => code < "POL4000");

  it.each(shownByPolicy)("$code $name: its first example gives it, its second none", async ({ code }) => {
    const page = pageOf(code);
    const schemas = await schemasOf(page);
    const diagnose = (text: string) => {
      const { policySet, diagnostics, files } = check([{ path: "example.pol", text }], { schemas });
      // Conflicts are looked for when asked for.
      const options = { conflicts: code === "POL3010" };
      const proved = policySet === undefined || code < "POL3000" ? [] : analyze(policySet, options);
      return { diagnostics: [...diagnostics, ...proved], files };
    };
    const [wrong = "", right = ""] = examplesOf(page);
    const found = diagnose(wrong).diagnostics.map((diagnostic) => diagnostic.code);
    expect(new Set(found), "codes of the first example").toEqual(new Set([code]));
    expect(right).not.toBe("");
    expect(format({ path: "example.pol", text: right }).text).toBe(right);
    const { diagnostics, files } = diagnose(right);
    expect(renderText(diagnostics, { files })).toBe("");
  });
});
