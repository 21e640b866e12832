import { entryOf } from "./catalogue.js";
import type { Severity } from "./diagnostic.js";
import type { SarifLevel, SarifRule } from "./sarif.js";

/** The codes of `codes`, each once and in order, as what a tool can report. `pages` are their pages of the documentation. */
export function sarifRules(
  codes: Iterable<string>,
  pages: ReadonlyMap<string, string>,
): readonly SarifRule[] {
  return [...new Set(codes)].sort().map((code) => sarifRule(code, pages.get(code)));
}

function sarifRule(code: string, page: string | undefined): SarifRule {
  const entry = entryOf(code);
  if (entry === undefined) return { id: code };
  const { name, title, severity } = entry;
  return {
    id: code,
    name,
    shortDescription: { text: title },
    ...(page === undefined ? {} : descriptionsFrom(code, page)),
    defaultConfiguration: { level: sarifLevel(severity) },
  };
}

/** Of a page, the paragraph below its head is the description; the whole is the help. */
function descriptionsFrom(code: string, page: string): Pick<SarifRule, "fullDescription" | "help"> {
  const [, , paragraph = ""] = page.split("\n\n");
  const text = paragraph.replaceAll("\n", " ");
  return {
    fullDescription: { text },
    help: { text: `${text}\n\n\`polc explain ${code}\` says more.`, markdown: page },
  };
}

/** SARIF's word for a severity. */
export function sarifLevel(severity: Severity): SarifLevel {
  return severity === "info" ? "note" : severity;
}
