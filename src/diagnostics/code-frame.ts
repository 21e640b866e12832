import { lineStarts, type Position, positionAt, type SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { displayLine, visibleText } from "./display-line.js";

/** A file with its line table, so that a thousand diagnostics in one file measure it once. */
export interface IndexedFile {
  readonly text: string;
  readonly starts: readonly number[];
}

/** `file` with its line table. */
export function indexFile(file: SourceFile): IndexedFile {
  return { text: file.text, starts: lineStarts(file.text) };
}

/** One line of a code frame: what stands left of the bar, and right of it. `marks` are carets and label. */
export interface FrameLine {
  readonly gutter: string;
  readonly code?: string;
  readonly marks?: { readonly indent: number; readonly carets: string; readonly label: string };
}

/**
 * The lines of `file` that `span` covers, with carets under what is meant and `label` after the last. Of a span of many lines
 * the first and the last are shown.
 */
export function codeFrame(file: IndexedFile, span: Span, label: string | undefined): readonly FrameLine[] {
  const first = positionAt(file.starts, span.start);
  // The end is exclusive: a span that ends with a line must not reach into the next one.
  const last = positionAt(file.starts, Math.max(span.start, span.end - 1));
  const width = String(last.line).length;
  return shownLines(first, last).flatMap((line): readonly FrameLine[] => {
    if (line === undefined) return [{ gutter: "⋮".padStart(width) }];
    const marked = markedLine(file, span, line);
    const text = line === last.line ? (label ?? "") : "";
    return [
      { gutter: String(line).padStart(width), code: marked.code },
      { gutter: " ".repeat(width), marks: { ...marked, label: visibleText(text) } },
    ];
  });
}

/** The numbers of the lines to show; undefined stands for those left out. */
function shownLines(first: Position, last: Position): readonly (number | undefined)[] {
  const count = last.line - first.line + 1;
  if (count <= 3) return Array.from({ length: count }, (_, index) => first.line + index);
  return [first.line, undefined, last.line];
}

function markedLine(
  file: IndexedFile,
  span: Span,
  line: number,
): { code: string; indent: number; carets: string } {
  const start = file.starts[line - 1] ?? 0;
  const text = file.text.slice(start, file.starts[line]).replace(/[\r\n]+$/, "");
  const indentation = text.length - text.trimStart().length;
  const from = span.start > start ? span.start - start : Math.min(indentation, text.length);
  const to = Math.min(span.end - start, text.trimEnd().length);
  const shown = displayLine(text, from);
  const indent = shown.columnOf(Math.min(from, text.length));
  return { code: shown.text, indent, carets: "^".repeat(Math.max(1, shown.columnOf(to) - indent)) };
}
