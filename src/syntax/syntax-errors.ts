import { createDiagnostic, type DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { CatalogueEntry } from "../diagnostics/catalogue-entry.js";
import { syntaxCatalogue } from "../diagnostics/catalogue-syntax.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";

/** The kebab-case name of a syntax error, as the catalogue has it: what the phase calls its errors by. */
export type SyntaxErrorName = (typeof syntaxCatalogue)[number]["name"];

/** The code of a syntax error, `POL1001` … */
export type SyntaxErrorCode = (typeof syntaxCatalogue)[number]["code"];

/** Every syntax error there is: code, short name, title. */
export const SYNTAX_CODES: readonly CatalogueEntry<SyntaxErrorCode>[] = syntaxCatalogue;

const codesByName: ReadonlyMap<string, SyntaxErrorCode> = new Map(
  SYNTAX_CODES.map((entry) => [entry.name, entry.code]),
);

/** A syntax error by its name. */
export function syntaxError(
  name: SyntaxErrorName,
  span: Span,
  message: string,
  details: DiagnosticDetails = {},
): Diagnostic {
  return createDiagnostic(codesByName.get(name) ?? "POL1001", span, message, details);
}
