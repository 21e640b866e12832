import type { Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import type { StringLiteral } from "./ast.js";
import { parseLikePattern } from "./like-pattern.js";
import { syntaxError } from "./syntax-errors.js";

/** Reports what is wrong inside a `like` pattern that is written as `image`, quotes included. */
export function checkLikePattern(
  pattern: StringLiteral,
  image: string,
  report: (found: Diagnostic) => void,
): void {
  const { error } = parseLikePattern(pattern.value);
  if (error === undefined) return;
  const help = error.help !== undefined && { help: error.help };
  report(syntaxError("invalid-pattern", pattern.span, error.message, { ...help, ...fixOf(pattern, image) }));
}

/** A backslash at the end has nothing to escape: it stands for itself. */
function fixOf({ span, value }: StringLiteral, image: string): { fix?: Fix } {
  const [backslashes = ""] = /\\*$/.exec(value) ?? [];
  if (backslashes.length % 2 === 0 || !image.endsWith('\\\\"')) return {};
  if (parseLikePattern(`${value}\\`).error !== undefined) return {};
  const place = { ...span, start: span.end - 1, end: span.end - 1 };
  return { fix: { title: "double the backslash", edits: [{ span: place, text: "\\\\" }] } };
}
