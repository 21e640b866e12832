import { visibleText } from "../../diagnostics/display-line.js";

/** Text that is HTML already: made by {@link html} alone. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of a template: text, which is escaped, or HTML. */
export type HtmlPart = string | number | Html | readonly HtmlPart[];

/**
 * A template of HTML. Whatever fills a hole is text, unless a template made it: names and descriptions are written by others. Holes stand
 * between tags or between the quotes of an attribute.
 *
 * @example
 * html`<b title="${name}">${name}</b>`
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const filled = strings.map((string, index) => {
    const part = parts[index];
    return part === undefined ? string : `${string}${textOf(part)}`;
  });
  return new Html(filled.join(""));
}

function textOf(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escapeHtml(part);
  return part.map(textOf).join("");
}

/** Text as it stands between tags and in quotes; what cannot be seen is spelt out, line feeds stay. */
export function escapeHtml(text: string): string {
  const visible = text.split("\n").map(visibleText).join("\n");
  return visible.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
