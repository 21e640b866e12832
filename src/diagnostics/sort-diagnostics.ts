import type { Diagnostic } from "./diagnostic.js";

/** `diagnostics` by file, place and code: the order in which people read them, whatever order they were found in. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.span.file, right.span.file) ||
    left.span.start - right.span.start ||
    compareText(left.code, right.code) ||
    left.span.end - right.span.end ||
    compareText(left.message, right.message)
  );
}

/** By UTF-16 code unit: the same on every machine, as a locale's order is not. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
