import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, html } from "../../../src/cli/policy-report/html.js";

/** What a browser reads where a text was escaped. */
function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? "");
}

describe("html", () => {
  it("escapes what fills a hole, and keeps what a template made", () => {
    const name = `<b title='x'>"&`;
    expect(html`<p title="${name}">${name}${html`<br>`}</p>`.text).toBe(
      '<p title="&lt;b title=&#39;x&#39;&gt;&quot;&amp;">&lt;b title=&#39;x&#39;&gt;&quot;&amp;<br></p>',
    );
  });

  it("joins lists, writes numbers, and takes nothing for HTML that only looks so", () => {
    expect(html`${[1, "<", [html`<i>`]]}`.text).toBe("1&lt;<i>");
    const forged = JSON.parse('{"text":"<script>"}');
    expect(() => html`${forged}`).toThrow();
  });

  it("escaped-html-is-text: whatever is escaped has no markup in it and reads as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.constantFrom("", "<", "&lt;", "'\">"),
        (text, more) => {
          const escaped = escapeHtml(`${text}${more}`);
          expect(escaped).not.toMatch(/[<>"']/);
          expect(escaped.replace(/&(?:lt|gt|quot|#39|amp);/g, "")).not.toContain("&");
          if (/^[ -~]*$/.test(text)) expect(unescaped(escaped)).toBe(`${text}${more}`);
        },
      ),
      { seed: 41, numRuns: 400 },
    );
  });

  it("spells out what would turn the text around or cannot be seen, and keeps line feeds", () => {
    expect(escapeHtml("a\u202eb\u200bc\nd")).toBe(`${escapeHtml("a\u202eb\u200bc")}\nd`);
    expect(escapeHtml("a\u202eb")).not.toContain("\u202e");
  });
});
