import type { Fix } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import { indentationAt, newlineOf, wholeLines } from "./lines.js";

/** The fix that moves the clause at `span` up, to a line of its own behind `offset`. */
export function movingClause(text: string, span: Span, offset: number): Fix {
  const { file, start, end } = span;
  const clause = newlineOf(text) + indentationAt(text, start) + text.slice(start, end);
  return {
    title: "move the clause",
    edits: [
      { span: { file, start: offset, end: offset }, text: clause },
      { span: wholeLines(text, span), text: "" },
    ],
  };
}
