import { createDiagnostic, type DiagnosticCode, type DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";

/** How a check says that something is wrong. */
export type Report = (code: DiagnosticCode, span: Span, message: string, details?: DiagnosticDetails) => void;

/** A {@link Report} that appends to `diagnostics`. A constant is typed at each use: what is wrong with it is said once. */
export function reportTo(diagnostics: Diagnostic[]): Report {
  const said = new Set<string>();
  return (code, span, message, details) => {
    const key = `${code} ${span.file}:${span.start}:${span.end} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    diagnostics.push(createDiagnostic(code, span, message, details));
  };
}

/** A {@link Report} that says the same of the same place once. */
export function reportOnce(report: Report): Report {
  const said = new Set<string>();
  return (code, span, message, details) => {
    const key = `${code} ${span.file} ${span.start} ${span.end} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    report(code, span, message, details);
  };
}

/** A {@link Report} for text that is known to be right: definitions are checked where they are declared, and again when inlined. */
export const silent: Report = () => {};
