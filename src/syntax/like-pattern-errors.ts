import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { StringLiteral } from "./ast.js";
import { parseLikePattern } from "./like-pattern.js";
import { syntaxError } from "./syntax-errors.js";

/** Reports what is wrong inside a `like` pattern. */
export function checkLikePattern(pattern: StringLiteral, report: (found: Diagnostic) => void): void {
  const { error } = parseLikePattern(pattern.value);
  if (error === undefined) return;
  const help = error.help !== undefined && { help: error.help };
  report(syntaxError("invalid-pattern", pattern.span, error.message, { ...help }));
}
