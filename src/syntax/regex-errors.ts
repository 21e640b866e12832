import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { mendRegex } from "./mend-regex.js";
import { parseRegex } from "./regex.js";
import { syntaxError } from "./syntax-errors.js";

/** Reports what is wrong inside a regular expression whose token, slashes included, is at `span`. */
export function checkRegex(source: string, span: Span, report: (found: Diagnostic) => void): void {
  const { error } = parseRegex(source);
  if (error === undefined) return;
  const start = Math.min(span.start + 1 + error.offset, span.end - 1);
  const end = Math.min(start + error.length, span.end);
  const mended = mendRegex(source);
  report(
    syntaxError("invalid-regex", { ...span, start, end }, error.message, {
      ...(error.help !== undefined && { help: error.help }),
      ...(mended !== undefined && { fix: replacing(span, `/${mended}/`, `write \`/${mended}/\``) }),
    }),
  );
}
