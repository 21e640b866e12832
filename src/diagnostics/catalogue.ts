import type { Span } from "../source/span.js";
import { analysisCatalogue } from "./catalogue-analysis.js";
import { checkCatalogue } from "./catalogue-check.js";
import type { CatalogueEntry } from "./catalogue-entry.js";
import { harnessCatalogue } from "./catalogue-harness.js";
import { internalCatalogue, outputCatalogue } from "./catalogue-output.js";
import { syntaxCatalogue } from "./catalogue-syntax.js";
import type { Diagnostic } from "./diagnostic.js";

const entries = [
  ...syntaxCatalogue,
  ...checkCatalogue,
  ...analysisCatalogue,
  ...outputCatalogue,
  ...harnessCatalogue,
  ...internalCatalogue,
] as const;

/** A code of the catalogue. */
export type DiagnosticCode = (typeof entries)[number]["code"];

/**
 * Every kind of diagnostic that polc knows: 1xxx syntax, 2xxx names and types, 3xxx analysis, 4xxx configuration and output,
 * 5xxx harness, 9xxx bugs of polc. Append only.
 */
export const catalogue: readonly CatalogueEntry<DiagnosticCode>[] = entries;

const entriesByCode: ReadonlyMap<string, CatalogueEntry<DiagnosticCode>> = new Map(
  entries.map((entry) => [entry.code, entry]),
);

/** The entry of `code`, or undefined where there is none. */
export function entryOf(code: string): CatalogueEntry<DiagnosticCode> | undefined {
  return entriesByCode.get(code);
}

/** What a diagnostic may say besides its message. */
export type DiagnosticDetails = Pick<Diagnostic, "label" | "related" | "help" | "witness" | "fix">;

/**
 * A diagnostic with the severity that the catalogue gives its code.
 *
 * @example
 * createDiagnostic("POL2001", name.span, `\`${name.text}\` is declared twice`, { label: "declared again here" });
 */
export function createDiagnostic(
  code: DiagnosticCode,
  span: Span,
  message: string,
  details: DiagnosticDetails = {},
): Diagnostic {
  return { code, severity: entryOf(code)?.severity ?? "error", message, span, ...details };
}
