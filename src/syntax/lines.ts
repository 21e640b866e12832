import type { Span } from "../source/span.js";

/** How the lines of `text` end. */
export function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}

/** The blanks at the start of the line of `offset`. */
export function indentationAt(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && !isLineEnd(text.charAt(start - 1))) start--;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
}

/** `span` with the blanks of its lines and one line break, if nothing else stands on them: what to delete, so that no blank line is left. */
export function wholeLines(text: string, { file, start, end }: Span): Span {
  let first = start;
  while (isBlank(text.charAt(first - 1))) first--;
  let last = end;
  while (isBlank(text.charAt(last))) last++;
  const startsLine = first === 0 || isLineEnd(text.charAt(first - 1));
  if (!startsLine || !isLineEnd(text.charAt(last))) return { file, start, end };
  return { file, start: first, end: last + (text.startsWith("\r\n", last) ? 2 : 1) };
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

function isLineEnd(character: string): boolean {
  return character === "\n" || character === "\r";
}
