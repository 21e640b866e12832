import type { Fix } from "../diagnostics/diagnostic.js";
import { replacing } from "../diagnostics/fix.js";
import { indentationAt, newlineOf } from "./lines.js";
import { endOfLine, type Scanner, spanIn } from "./scanner.js";

/** The fix that makes line comments of the block comment from `start` to `end`; what follows it begins a new line. */
export function lineComments(scanner: Scanner, start: number, end: number): Fix {
  const { text, lineStart } = scanner;
  const indentation = indentationAt(text, start);
  const slashes =
    lineStart + indentation.length === start && /^\/\*\*\s/.test(text.slice(start, end)) ? "///" : "//";
  const comments = contentOf(text.slice(start, end)).map((line) => `${slashes} ${line}`.trimEnd());
  const rest = text.slice(end, endOfLine(text, end));
  const after = rest.trim() === "" ? [] : [""];
  const blanks = rest.length - rest.trimStart().length;
  return replacing(
    spanIn(scanner, start, end + blanks),
    [...comments, ...after].join(newlineOf(text) + indentation),
    "write line comments",
  );
}

/** The lines of a block comment without its marks and the column of asterisks that some write. */
function contentOf(comment: string): readonly string[] {
  const lines = comment
    .replace(/^\/\*+/, "")
    .replace(/\**\/$/, "")
    .split(/\r\n|\r|\n/)
    .map((line, index) => (index === 0 ? line : line.replace(/^\s*\*/, "")).replace(/^ /, "").trimEnd());
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first < 0 ? [""] : lines.slice(first, last + 1);
}
