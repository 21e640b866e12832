import {
  anyCharacter,
  type CharacterRange,
  type CharacterSet,
  characterSet,
  complement,
} from "./character-set.js";
import { nestingLimit } from "./nesting.js";

/*
 * The regular expressions of Pol (§9 of the grammar): the whole string is meant, over code points, without flags, and
 * regular in the strict sense, so that an automaton decides them in linear time and analyses can reason about them.
 */

/** The tree of a regular expression. */
export type RegexNode =
  /** One character out of a set. */
  | { readonly kind: "characters"; readonly set: CharacterSet }
  /** One after the other; none is the empty string. */
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  /** Two or more alternatives. */
  | { readonly kind: "alternation"; readonly alternatives: readonly RegexNode[] }
  /** `body` at least `min` and at most `max` times; `max` undefined is without end. */
  | {
      readonly kind: "repeat";
      readonly body: RegexNode;
      readonly min: number;
      readonly max: number | undefined;
    };

/** Why a text is no regular expression of Pol. */
export interface RegexError {
  /** Where in the source, in UTF-16 code units. */
  readonly offset: number;
  /** How much of the source is meant, from there on. */
  readonly length: number;
  readonly message: string;
  readonly help?: string;
}

/** A tree or an error. */
export type RegexResult =
  | { readonly tree: RegexNode; readonly error?: undefined }
  | { readonly tree?: undefined; readonly error: RegexError };

/** How many states a regular expression may have once its counted repetitions are written out. */
export const regexSizeLimit = 10_000;

interface Reader {
  readonly source: string;
  position: number;
  depth: number;
}

/** Thrown and caught in this file only. */
class RegexFailure {
  readonly error: RegexError;
  constructor(error: RegexError) {
    this.error = error;
  }
}

/** Parses the text between the slashes of a regular expression. Never throws. */
export function parseRegex(source: string): RegexResult {
  const reader: Reader = { source, position: 0, depth: 0 };
  try {
    const tree = readAlternation(reader);
    if (reader.position < source.length) {
      fail(reader.position, "found `)` without its `(`", "write a parenthesis itself as `\\)`");
    }
    if (sizeOf(tree) > regexSizeLimit) failBySize();
    return { tree };
  } catch (failure) {
    if (failure instanceof RegexFailure) return { error: failure.error };
    throw failure;
  }
}

function fail(offset: number, message: string, help?: string, length = 1): never {
  throw new RegexFailure({ offset, length, message, ...(help !== undefined && { help }) });
}

function failBySize(): never {
  const message = `found a regular expression of more than ${regexSizeLimit} states`;
  return fail(0, message, "use smaller counts in `{m,n}`, above all where they are nested");
}

/** The number of states, which repetition multiplies. */
function sizeOf(node: RegexNode): number {
  if (node.kind === "characters") return 1;
  if (node.kind === "repeat") return 1 + sizeOf(node.body) * Math.max(node.min, node.max ?? 1, 1);
  const parts = node.kind === "sequence" ? node.parts : node.alternatives;
  return parts.reduce((sum, part) => sum + sizeOf(part), 1);
}

function readAlternation(reader: Reader): RegexNode {
  const alternatives = [readSequence(reader)];
  while (take(reader, "|")) alternatives.push(readSequence(reader));
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? only : { kind: "alternation", alternatives };
}

function readSequence(reader: Reader): RegexNode {
  const parts: RegexNode[] = [];
  while (reader.position < reader.source.length && !"|)".includes(peek(reader))) {
    parts.push(readRepetition(reader, readAtom(reader)));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "sequence", parts };
}

/** The character at the current position, both halves of a pair; empty at the end. */
function peek(reader: Reader): string {
  const code = reader.source.codePointAt(reader.position);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function take(reader: Reader, text: string): boolean {
  if (!reader.source.startsWith(text, reader.position)) return false;
  reader.position += text.length;
  return true;
}

function next(reader: Reader): string {
  const character = peek(reader);
  reader.position += character.length;
  return character;
}

// ── repetition ──

function readRepetition(reader: Reader, body: RegexNode): RegexNode {
  const bounds = readBounds(reader);
  if (bounds === undefined) return body;
  const [min, max] = bounds;
  if ("*+?{".includes(peek(reader)) && peek(reader) !== "") {
    fail(
      reader.position,
      "found a repetition of a repetition",
      "put the inner one in parentheses; there are no lazy or possessive repetitions",
    );
  }
  return { kind: "repeat", body, min, max };
}

function readBounds(reader: Reader): readonly [number, number | undefined] | undefined {
  if (take(reader, "*")) return [0, undefined];
  if (take(reader, "+")) return [1, undefined];
  if (take(reader, "?")) return [0, 1];
  return peek(reader) === "{" ? readCounts(reader) : undefined;
}

function readCounts(reader: Reader): readonly [number, number | undefined] {
  const start = reader.position;
  const match = /^\{([0-9]+)(,([0-9]*))?\}/.exec(reader.source.slice(start));
  if (match === null) {
    fail(
      start,
      "found `{` that begins no repetition",
      "write `{3}`, `{3,}` or `{3,5}`; a brace itself is `\\{`",
    );
  }
  const [text, least = "", comma, most = ""] = match;
  const min = Number(least);
  const max = comma === undefined ? min : most === "" ? undefined : Number(most);
  if (max !== undefined && max < min)
    fail(start, `found the repetition \`${text}\`, whose bounds are reversed`);
  reader.position += text.length;
  return [min, max];
}

// ── atoms ──

function readAtom(reader: Reader): RegexNode {
  const start = reader.position;
  const character = next(reader);
  if (character === "(") return readGroup(reader, start);
  if (character === "[") return { kind: "characters", set: readClass(reader, start) };
  if (character === "\\") return { kind: "characters", set: readEscape(reader, start, false) };
  if (character === ".") return { kind: "characters", set: anyCharacter };
  if ("*+?{}]/^$".includes(character)) failBare(character, start);
  return { kind: "characters", set: single(character) };
}

function single(character: string): CharacterSet {
  const code = character.codePointAt(0) ?? 0;
  return characterSet([[code, code]]);
}

function failBare(character: string, offset: number): never {
  if (character === "^" || character === "$") {
    const help = `the whole string is meant: leave \`${character}\` out; the character itself is \`\\${character}\``;
    return fail(offset, `found \`${character}\`, which Pol does not use`, help);
  }
  if ("*+?".includes(character)) {
    const help = `the character itself is \`\\${character}\``;
    return fail(offset, `found \`${character}\` with nothing before it to repeat`, help);
  }
  return fail(offset, `found \`${character}\` by itself`, `the character itself is \`\\${character}\``);
}

function readGroup(reader: Reader, start: number): RegexNode {
  if (peek(reader) === "?") {
    fail(start, "found a group that begins with `(?`", "groups are plain: `(…)`; nothing is captured");
  }
  if (++reader.depth > nestingLimit) fail(start, `found groups nested more than ${nestingLimit} levels deep`);
  const inner = readAlternation(reader);
  if (!take(reader, ")")) fail(start, "found `(` without its `)`", "write a parenthesis itself as `\\(`");
  reader.depth--;
  return inner;
}

// ── classes ──

function readClass(reader: Reader, start: number): CharacterSet {
  const negated = take(reader, "^");
  const ranges: CharacterRange[] = [];
  while (!take(reader, "]")) {
    if (reader.position >= reader.source.length) {
      fail(start, "found `[` without its `]`", "write a bracket itself as `\\[`");
    }
    ranges.push(...readClassItem(reader));
  }
  if (ranges.length === 0) fail(start, "found a class without characters");
  const set = characterSet(ranges);
  return negated ? complement(set) : set;
}

function readClassItem(reader: Reader): CharacterSet {
  const start = reader.position;
  const first = readClassCharacter(reader);
  const ranged = peek(reader) === "-" && reader.source.charAt(reader.position + 1) !== "]";
  const low = first[0]?.[0];
  if (!ranged || low === undefined || reader.position + 1 >= reader.source.length) return first;
  reader.position++;
  const last = readClassCharacter(reader);
  const high = last[0]?.[0];
  const text = reader.source.slice(start, reader.position);
  if (high === undefined || !isSingle(first) || !isSingle(last)) {
    return fail(start, `found the range \`${text}\` of a class; a range has one character at each end`);
  }
  if (high < low) fail(start, `found the range \`${text}\`, whose ends are reversed`);
  return characterSet([[low, high]]);
}

function isSingle(set: CharacterSet): boolean {
  return set.length === 1 && set[0]?.[0] === set[0]?.[1];
}

function readClassCharacter(reader: Reader): CharacterSet {
  const start = reader.position;
  const character = next(reader);
  if (character === "\\") return readEscape(reader, start, true);
  if (character === "[") {
    const help = "write a bracket itself as `\\[`; there are no named classes";
    return fail(start, "found `[` inside a class", help);
  }
  return single(character);
}

// ── escapes ──

const digits: CharacterSet = [[48, 57]];
const wordCharacters = characterSet([
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]);
const spaces = characterSet([
  [9, 10],
  [13, 13],
  [32, 32],
]);

const classEscapes: Readonly<Record<string, CharacterSet>> = { d: digits, w: wordCharacters, s: spaces };
const negatedEscapes: Readonly<Record<string, CharacterSet>> = {
  D: complement(digits),
  W: complement(wordCharacters),
  S: complement(spaces),
};
const characterEscapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function readEscape(reader: Reader, start: number, inClass: boolean): CharacterSet {
  const character = next(reader);
  if (/^[!-/:-@[-`{-~]$/.test(character)) return single(character);
  const named = characterEscapes[character];
  if (named !== undefined) return single(named);
  if (character === "u") return readCodePoint(reader, start);
  const set = classEscapes[character] ?? (inClass ? undefined : negatedEscapes[character]);
  return set ?? failEscape(character, start, inClass);
}

function readCodePoint(reader: Reader, start: number): CharacterSet {
  const match = /^\{([0-9A-Fa-f]{1,6})\}/.exec(reader.source.slice(reader.position));
  const code = Number.parseInt(match?.[1] ?? "", 16);
  const exists = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  if (match === null || !exists) {
    const help = "write a character by its number as `\\u{e9}`";
    fail(start, "found `\\u` without a character's number", help, 2);
  }
  reader.position += match[0].length;
  return [[code, code]];
}

function failEscape(character: string, start: number, inClass: boolean): never {
  return fail(
    start,
    `found the escape \`\\${character}\`, which does not exist`,
    helpForEscape(character, inClass),
    1 + character.length,
  );
}

function helpForEscape(character: string, inClass: boolean): string {
  if (inClass && character in negatedEscapes)
    return "a negated class cannot stand inside a class: negate the whole";
  if (/[0-9k]/.test(character)) return "there are no back references";
  if (/[bB]/.test(character)) return "there are no word boundaries; the whole string is meant";
  if (/[pP]/.test(character)) return "there are no Unicode properties; write ranges such as `[a-z]`";
  return "the escapes are `\\n`, `\\r`, `\\t`, `\\d`, `\\w`, `\\s`, their negations, `\\u{…}` and every punctuation mark";
}
