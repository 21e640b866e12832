import type { Fix } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { indentationAt, newlineOf } from "./lines.js";
import { endOfLine } from "./scanner.js";

/** The fix that closes the block that `open` begins, on a line of its own below that of its `last` token. */
export function closing(text: string, open: Span, last: Span): Fix {
  const end = endOfLine(text, last.end);
  const brace = `${newlineOf(text)}${indentationAt(text, open.start)}}`;
  return replacing({ ...last, start: end, end }, brace, "close the block");
}
