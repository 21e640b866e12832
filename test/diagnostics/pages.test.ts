import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderText } from "../../src/diagnostics/render-text.js";

const folder = new URL("../../docs/diagnostics/", import.meta.url);

function pageOf(code: string): string {
  const page = new URL(`${code}.md`, folder);
  return existsSync(page) ? readFileSync(page, "utf8") : "";
}

function examplesOf(page: string): readonly string[] {
  return [...page.matchAll(/^```pol\n(.*?)^```$/gms)].map(([, text = ""]) => text);
}

function diagnose(text: string): readonly Diagnostic[] {
  return check([{ path: "example.pol", text }]).diagnostics;
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

  it.each(shownByPolicy)("$code $name: its first example gives it, its second none", ({ code }) => {
    const [wrong = "", right = ""] = examplesOf(pageOf(code));
    const found = diagnose(wrong).map((diagnostic) => diagnostic.code);
    expect(found, `diagnostics of the first example of ${code}`).toContain(code);
    expect(new Set(found).size, `other codes beside ${code}: ${found.join(" ")}`).toBe(1);
    expect(right).not.toBe("");
    expect(renderText(diagnose(right), { files: [{ path: "example.pol", text: right }] })).toBe("");
  });
});
