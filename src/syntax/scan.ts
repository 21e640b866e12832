import type { SourceFile } from "../source/source-file.js";
import { checkInvisible } from "./characters.js";
import { lineComments } from "./line-comments.js";
import { scanForeign } from "./scan-foreign.js";
import { scanNumber, scanRegex, scanString } from "./scan-literals.js";
import { endOfLine, isDigit, isWordCode, pushToken, type Scanned, type Scanner, spanIn } from "./scanner.js";
import { syntaxError } from "./syntax-errors.js";
import { mark, markAt, RegexToken, StringToken, type Token, wordType } from "./tokens.js";

/*
 * Text to tokens, by hand rather than with Chevrotain's lexer: the errors are exact (each mistake has its own message and a
 * token to go on with, so that one bad literal is one error), one pass checks escapes and computes values, and nothing has
 * to be analysed at start-up.
 */

/** The tokens and comments of a file, and every lexical error. Takes any text, never throws. */
export function scan(source: SourceFile): Scanned {
  const scanner: Scanner = {
    path: source.path,
    text: source.text,
    offset: 0,
    line: 1,
    lineStart: 0,
    tokens: [],
    comments: [],
    documentation: new Map(),
    pendingDocumentation: [],
    brokenOffsets: [],
    diagnostics: [],
  };
  while (scanner.offset < scanner.text.length) scanNext(scanner);
  const invisible = checkInvisible(source, (offset) => isInLiteral(scanner.tokens, offset));
  return { ...scanner, diagnostics: [...invisible, ...scanner.diagnostics] };
}

/** Whether a string or a regular expression reaches over `offset`. */
function isInLiteral(tokens: readonly Token[], offset: number): boolean {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const token = tokens[low - 1];
  if (token?.tokenType !== StringToken && token?.tokenType !== RegexToken) return false;
  return offset <= (token.endOffset ?? 0);
}

function scanNext(scanner: Scanner): void {
  const { text, offset } = scanner;
  const code = text.charCodeAt(offset);
  if (code === 32 || code === 9) scanner.offset++;
  else if (code === 10 || code === 13) scanLineEnd(scanner, code);
  else if (isDigit(code)) scanNumber(scanner);
  else if (isWordCode(code)) scanWord(scanner);
  else if (code === 34) scanString(scanner);
  else if (code === 47) scanSlash(scanner);
  else if (!scanMark(scanner)) scanForeign(scanner);
}

function scanLineEnd(scanner: Scanner, code: number): void {
  scanner.offset += code === 13 && scanner.text.charCodeAt(scanner.offset + 1) === 10 ? 2 : 1;
  scanner.line++;
  scanner.lineStart = scanner.offset;
}

function scanWord(scanner: Scanner): void {
  const { text, offset } = scanner;
  let end = offset + 1;
  while (isWordCode(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) > 127 && /^[\p{L}\p{M}\p{N}\p{Cf}]/u.test(text.slice(end, end + 2)))
    scanForeign(scanner);
  else pushToken(scanner, wordType(text.slice(offset, end)), end);
}

function scanSlash(scanner: Scanner): void {
  const next = scanner.text.charCodeAt(scanner.offset + 1);
  if (next === 47) scanComment(scanner);
  else if (next === 42) scanBlockComment(scanner);
  else scanRegex(scanner);
}

function scanComment(scanner: Scanner): void {
  const start = scanner.offset;
  const lineEnd = endOfLine(scanner.text, start);
  const text = scanner.text.slice(start, lineEnd).trimEnd();
  const alone = scanner.tokens.at(-1)?.startLine !== scanner.line;
  const comment = { start, end: start + text.length, text, documents: alone && /^\/\/\/(?!\/)/.test(text) };
  scanner.comments.push(comment);
  if (comment.documents) scanner.pendingDocumentation.push(comment);
  scanner.offset = lineEnd;
}

function scanBlockComment(scanner: Scanner): void {
  const start = scanner.offset;
  const close = scanner.text.indexOf("*/", start + 2);
  const end = close < 0 ? scanner.text.length : close + 2;
  scanner.diagnostics.push(
    syntaxError("block-comment", spanIn(scanner, start, start + 2), "block comments do not exist in Pol", {
      label: close < 0 ? "begins here and does not end" : "begins here",
      help: "write `//` before every line",
      ...(close >= 0 && { fix: lineComments(scanner, start, end) }),
    }),
  );
  while (scanner.offset < end) skipTo(scanner, end);
}

/** Moves on to `end` or the next line, whichever comes first. */
function skipTo(scanner: Scanner, end: number): void {
  const lineEnd = endOfLine(scanner.text, scanner.offset);
  if (lineEnd >= end) scanner.offset = end;
  else {
    scanner.offset = lineEnd;
    scanLineEnd(scanner, scanner.text.charCodeAt(lineEnd));
  }
}

function scanMark(scanner: Scanner): boolean {
  const { text, offset } = scanner;
  const found = markAt(text, offset);
  if (found === undefined || foreignMarks.some((foreign) => text.startsWith(foreign, offset))) return false;
  pushToken(scanner, mark[found], offset + found.length);
  return true;
}

/** Marks of other languages that begin with one of ours. */
const foreignMarks = ["||", "===", "!=="];
