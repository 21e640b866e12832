import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";

/** Reports what is wrong inside a regular expression whose token, slashes included, is at `span`. */
export function checkRegex(_source: string, _span: Span, _report: (found: Diagnostic) => void): void {}
