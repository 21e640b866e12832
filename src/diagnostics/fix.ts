import type { Span } from "../source/span.js";
import type { Fix } from "./diagnostic.js";

/** The fix that writes `text` in place of what stands at `span`. */
export function replacing(span: Span, text: string, title: string): Fix {
  return { title, edits: [{ span, text }] };
}

/** The fix that deletes what stands at `span`. */
export function deleting(span: Span, title: string): Fix {
  return replacing(span, "", title);
}

/** The fix that puts parentheses around what stands at `span`. */
export function parenthesising({ file, start, end }: Span): Fix {
  const edits = [
    { span: { file, start, end: start }, text: "(" },
    { span: { file, start: end, end }, text: ")" },
  ];
  return { title: "add parentheses", edits };
}
