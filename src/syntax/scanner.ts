import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import type { Token } from "./tokens.js";

/** A line comment, beside the token stream. */
export interface ScannedComment {
  readonly start: number;
  readonly end: number;
  /** From its slashes on, without the line end and blanks before it. */
  readonly text: string;
  /** A `///` that is first on its line. */
  readonly documents: boolean;
}

/** What the scanner finds in a file. */
export interface Scanned {
  readonly tokens: Token[];
  readonly comments: readonly ScannedComment[];
  /** The `///` comments directly before a token, which document what begins there. */
  readonly documentation: ReadonlyMap<Token, readonly ScannedComment[]>;
  /** Start offsets, ascending, of tokens that are not what was written, and of text that gave none. */
  readonly brokenOffsets: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The scanner at work. */
export interface Scanner {
  readonly path: string;
  readonly text: string;
  offset: number;
  line: number;
  lineStart: number;
  readonly tokens: Token[];
  readonly comments: ScannedComment[];
  readonly documentation: Map<Token, readonly ScannedComment[]>;
  pendingDocumentation: ScannedComment[];
  readonly brokenOffsets: number[];
  readonly diagnostics: Diagnostic[];
}

/** The span from `start` to `end` in the scanned file. */
export function spanIn(scanner: Scanner, start: number, end: number): Span {
  return { file: scanner.path, start, end };
}

/** Adds the token from the current offset to `end` and moves on. */
export function pushToken(
  scanner: Scanner,
  tokenType: Token["tokenType"],
  end: number,
  value?: string,
): void {
  const start = scanner.offset;
  const token: Token = {
    image: scanner.text.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    startLine: scanner.line,
    startColumn: start - scanner.lineStart + 1,
    tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
    tokenType,
    payload: value,
  };
  if (scanner.pendingDocumentation.length > 0) {
    scanner.documentation.set(token, scanner.pendingDocumentation);
    scanner.pendingDocumentation = [];
  }
  scanner.tokens.push(token);
  scanner.offset = end;
}

/** Adds a token that stands for what was meant, after an error has been reported. */
export function pushBroken(
  scanner: Scanner,
  tokenType: Token["tokenType"],
  end: number,
  value?: string,
): void {
  scanner.brokenOffsets.push(scanner.offset);
  pushToken(scanner, tokenType, end, value);
}

/** Whether the code unit is one of 0–9. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the code unit may stand in a word. */
export function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57)
  );
}

/** The offset of the line end at or after `offset`, or of the end of the text. */
export function endOfLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}
