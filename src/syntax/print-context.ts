import type { Span } from "../source/span.js";
import type { Comment, Documentation } from "./ast.js";
import { blankLine, concat, concatAll, type Doc, hardLine, suffix } from "./doc.js";

/*
 * Where comments go. The printer walks the tree in source order and asks, before and after everything that may stand on a
 * line of its own, for the comments that belong there. A comment that no finer place asked for comes out before the thing
 * that contains it, so none is ever lost.
 */

/** What the printer knows besides the tree. */
export interface PrintContext {
  /** Comments not yet printed begin at this index. */
  next: number;
  readonly comments: readonly Comment[];
  /** The source text, where there is one: it tells trailing comments, blank lines and opened blocks. */
  readonly text: string | undefined;
}

/** A context for trees without comments. */
export function bareContext(): PrintContext {
  return { next: 0, comments: [], text: undefined };
}

/** What is printed with the comments around it. */
export interface Anchored {
  readonly span: Span;
}

/** What is printed, and the comments around it. */
export interface WithComments {
  /** Comments and documentation, each on a line of its own. */
  readonly above: readonly Doc[];
  readonly doc: Doc;
  /** Comments at the end of its last line. */
  readonly behind: readonly Doc[];
}

/** `body` with the comments before, inside (moved before it) and behind `node`. */
export function withComments(
  context: PrintContext,
  node: Anchored,
  body: () => Doc,
  documentation?: Documentation,
): Doc {
  if (documentation === undefined && context.next >= context.comments.length) return body();
  const { above, doc, behind } = collectComments(context, node, body, documentation);
  return above.length + behind.length === 0 ? doc : concatAll([...above, doc, ...behind]);
}

/** The parts of {@link withComments}, for what prints something between them. */
export function collectComments(
  context: PrintContext,
  node: Anchored,
  body: () => Doc,
  documentation?: Documentation,
): WithComments {
  const before = takeBefore(context, node.span.start);
  const doc = body();
  const inside = takeBefore(context, node.span.end);
  const behind = takeTrailing(context, node.span.end).map((comment) => suffix(` ${comment.text}`));
  const documents = documentation !== undefined;
  const comments = [...before, ...inside].map((comment) => printComment(context, comment, documents));
  const lines = documentation ?? [];
  const documented = lines.map((text) => concat(text === "" ? "///" : `/// ${text}`, hardLine));
  return { above: [...comments, ...documented], doc, behind };
}

/** A comment on its own line. One that would become documentation is written with two slashes. */
function printComment(context: PrintContext, comment: Comment, documents: boolean): Doc {
  const text = documents ? comment.text.replace(/^\/\/\/(?!\/)/, "//") : comment.text;
  return concat(text, blankAfter(context, comment.span.end) ? blankLine : hardLine);
}

/** The comments before the end of a block, each on its own line, after the items of the block. */
export function danglingComments(context: PrintContext, end: number): readonly Doc[] {
  return takeBefore(context, end).map((comment) =>
    concat(blankAbove(context, comment.span.start) ? blankLine : hardLine, comment.text),
  );
}

/** Whether a comment is left that begins before `offset`. */
export function hasCommentBefore(context: PrintContext, offset: number): boolean {
  const comment = context.comments[context.next];
  return comment !== undefined && comment.span.start < offset;
}

function takeBefore(context: PrintContext, offset: number): readonly Comment[] {
  const taken: Comment[] = [];
  for (
    let comment = context.comments[context.next];
    comment !== undefined;
    comment = context.comments[context.next]
  ) {
    if (comment.span.start >= offset) break;
    taken.push(comment);
    context.next++;
  }
  return taken;
}

/** The comment on the line on which something ends. */
function takeTrailing(context: PrintContext, end: number): readonly Comment[] {
  const comment = context.comments[context.next];
  if (comment === undefined || context.text === undefined || comment.span.start < end) return [];
  if (!/^[ \t,]*$/.test(context.text.slice(end, comment.span.start))) return [];
  context.next++;
  return [comment];
}

/** Whether the source has an empty line before what starts at `offset`, with the doc comments above it. */
export function blankBefore({ text }: PrintContext, offset: number): boolean {
  if (text === undefined) return false;
  let lineStart = startOfLine(text, offset);
  if (text.slice(lineStart, offset).trim() !== "") return false;
  while (lineStart > 0) {
    const above = startOfLine(text, lineStart - 1);
    const content = text.slice(above, lineStart).trim();
    if (content === "") return true;
    if (!/^\/\/\/(?!\/)/.test(content)) return false;
    lineStart = above;
  }
  return false;
}

/** Whether the line above what starts at `offset` is empty. */
function blankAbove({ text }: PrintContext, offset: number): boolean {
  const lineStart = text === undefined ? 0 : startOfLine(text, offset);
  if (text === undefined || lineStart === 0) return false;
  return text.slice(startOfLine(text, lineStart - 1), lineStart).trim() === "";
}

function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

function blankAfter({ text }: PrintContext, offset: number): boolean {
  if (text === undefined) return false;
  const lineEnd = text.indexOf("\n", offset);
  const below = lineEnd < 0 ? lineEnd : text.indexOf("\n", lineEnd + 1);
  return below >= 0 && text.slice(lineEnd, below).trim() === "";
}

/** Whether the source has a line break between two offsets. */
export function breaksBetween({ text }: PrintContext, start: number, end: number): boolean {
  return text !== undefined && /[\n\r]/.test(text.slice(start, end));
}
