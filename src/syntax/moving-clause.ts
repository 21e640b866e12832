import type { Fix } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import { indentationAt, newlineOf, startOfLine } from "./lines.js";
import { endOfLine } from "./scanner.js";

/** The fix that moves the clause at `span` up, to a line of its own behind `offset`. */
export function movingClause(text: string, span: Span, offset: number): Fix {
  const { file, start, end } = span;
  const clause = newlineOf(text) + indentationAt(text, start) + text.slice(start, end);
  return {
    title: "move the clause",
    edits: [
      { span: { file, start: offset, end: offset }, text: clause },
      { span: { file, ...withItsLine(text, start, end) }, text: "" },
    ],
  };
}

/** What to delete: the whole lines, with one line break, where nothing else stands on them. */
function withItsLine(text: string, start: number, end: number): { start: number; end: number } {
  const lineStart = startOfLine(text, start);
  const lineEnd = endOfLine(text, end);
  const isAlone = text.slice(lineStart, start).trim() === "" && text.slice(end, lineEnd).trim() === "";
  if (!isAlone || lineEnd === text.length) return { start, end };
  return { start: lineStart, end: lineEnd + (text.startsWith("\r\n", lineEnd) ? 2 : 1) };
}
