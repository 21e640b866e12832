import { createDiagnostic, type DiagnosticCode, type DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";

/** How a check says that something is wrong. */
export type Report = (code: DiagnosticCode, span: Span, message: string, details?: DiagnosticDetails) => void;

/** A {@link Report} that appends to `diagnostics`. */
export function reportTo(diagnostics: Diagnostic[]): Report {
  return (code, span, message, details) => {
    diagnostics.push(createDiagnostic(code, span, message, details));
  };
}

/** A {@link Report} for text that is known to be right: definitions are checked where they are declared, and again when inlined. */
export const silent: Report = () => {};
