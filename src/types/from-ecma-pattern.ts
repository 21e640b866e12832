import { parseRegex } from "../syntax/regex.js";
import type { Pattern } from "./type.js";

/** What `.` of ECMAScript leaves out. */
const anyButLineEnds = "[^\\n\\r\\u{2028}\\u{2029}]";

/**
 * A regular expression of JSON Schema (ECMAScript with the `u` flag, unanchored) as one of Pol (the whole string, regular in the strict
 * sense), with exactly the same strings; undefined where there is none, or where it cannot be seen to be the same.
 */
export function fromEcmaPattern(source: string): Pattern | undefined {
  const body = translate(source);
  if (body === undefined) return undefined;
  const whole = anchor(body);
  const tree = whole === undefined ? undefined : parseRegex(whole).tree;
  return whole === undefined || !tree ? undefined : { source: whole, tree };
}

interface Translated {
  readonly text: string;
  readonly starts: boolean;
  readonly ends: boolean;
  /** An alternation at the top, which an anchor would bind to one side of only. */
  readonly hasChoice: boolean;
}

function anchor({ text, starts, ends, hasChoice }: Translated): string | undefined {
  if (hasChoice && starts !== ends) return undefined;
  if (hasChoice && starts) return undefined;
  const core = hasChoice ? `(${text})` : text;
  return `${starts ? "" : ".*"}${core}${ends ? "" : ".*"}`;
}

function translate(source: string): Translated | undefined {
  const starts = source.startsWith("^");
  const ends = /(^|[^\\])(\\\\)*\$$/.test(source);
  const body = source.slice(starts ? 1 : 0, ends ? -1 : undefined);
  let text = "";
  let depth = 0;
  let hasChoice = false;
  for (let index = 0; index < body.length; ) {
    const piece = nextPiece(body, index);
    if (!piece) return undefined;
    if (piece.source === "(" || piece.source === "(?:") depth++;
    if (piece.source === ")") depth--;
    if (piece.source === "|" && depth === 0) hasChoice = true;
    text += piece.text;
    index += piece.source.length;
  }
  return { text, starts, ends, hasChoice };
}

interface Piece {
  readonly source: string;
  readonly text: string;
}

/** One character, escape, class or group opener; undefined where Pol has nothing that means the same. */
function nextPiece(body: string, index: number): Piece | undefined {
  const rest = body.slice(index);
  if (rest.startsWith("(?:")) return { source: "(?:", text: "(" };
  if (rest.startsWith("(?")) return undefined;
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  switch (character) {
    case "\\":
      return escapePiece(rest);
    case "[":
      return classPiece(rest);
    case ".":
      return { source: ".", text: anyButLineEnds };
    case "/":
      return { source: "/", text: "\\/" };
    case "^":
    case "$":
      return undefined;
    default:
      return { source: character, text: character };
  }
}

/** Escapes that mean one thing in both: `\s` and `\b` do not. */
function escapePiece(rest: string): Piece | undefined {
  const unicode = /^\\u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
  if (unicode) return { source: unicode[0], text: `\\u{${unicode[1] ?? unicode[2]}}` };
  const escaped = /^\\([dDwWnrt]|[!-/:-@[-`{-~])/.exec(rest);
  return escaped ? { source: escaped[0], text: escaped[0] } : undefined;
}

function classPiece(rest: string): Piece | undefined {
  let text = "[";
  let index = 1;
  if (rest[index] === "^") {
    text += "^";
    index++;
  }
  while (index < rest.length && rest[index] !== "]") {
    const piece = rest[index] === "\\" ? escapePiece(rest.slice(index)) : classCharacter(rest, index);
    if (!piece) return undefined;
    text += piece.text;
    index += piece.source.length;
  }
  return index < rest.length ? { source: rest.slice(0, index + 1), text: `${text}]` } : undefined;
}

function classCharacter(rest: string, index: number): Piece {
  const character = String.fromCodePoint(rest.codePointAt(index) ?? 0);
  return { source: character, text: /[[\]/^]/.test(character) ? `\\${character}` : character };
}
