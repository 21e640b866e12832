import { anyCharacter, type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import { type PatternCursor, Unsupported } from "./pattern-cursor.js";
import { printCharacter, printCharacterSet } from "./print-character-set.js";

/** A set of characters, and how Pol writes it. */
export interface WrittenSet {
  readonly set: CharacterSet;
  readonly text: string;
}

/** Reads an escape that stands for characters. */
export function readEscape(cursor: PatternCursor): WrittenSet {
  cursor.take("\\");
  const letter = cursor.match(/[dDwWsS]/y)?.[0];
  const named = letter === undefined ? undefined : namedSets[letter];
  if (named) return named;
  const point = readCodePoint(cursor);
  // Half a pair is no character, and no text of a request has it.
  if (!characterSet([[point, point]]).length) throw new Unsupported();
  return { set: characterSet([[point, point]]), text: printCharacter(point) };
}

/** What `\w` is. */
export const wordCharacters: CharacterSet = characterSet([
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]);

const digits: CharacterSet = [[48, 57]];

/** What `\s` is: more than in Pol. */
const spaces: CharacterSet = characterSet([
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);

const namedSets: { readonly [letter: string]: WrittenSet } = {
  d: { set: digits, text: "\\d" },
  D: { set: complement(digits), text: "\\D" },
  w: { set: wordCharacters, text: "\\w" },
  W: { set: complement(wordCharacters), text: "\\W" },
  s: { set: spaces, text: printCharacterSet(spaces) },
  S: { set: complement(spaces), text: `[^${printCharacterSet(spaces).slice(1)}` },
};

const controls: { readonly [letter: string]: number } = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** What follows the backslash of an escape for one character. */
function readCodePoint(cursor: PatternCursor): number {
  const pair = cursor.match(/u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})/y);
  if (pair) return String.fromCharCode(hex(pair[1]), hex(pair[2])).codePointAt(0) ?? 0;
  const code = cursor.match(/x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\}/y);
  if (code) return atMost(hex(code[1] ?? code[2] ?? code[3]), anyCharacter.at(-1)?.[1] ?? 0);
  const control = cursor.match(/c([A-Za-z])/y);
  if (control) return (control[1]?.codePointAt(0) ?? 0) % 32;
  if (cursor.match(/0(?!\d)/y)) return 0;
  const character = cursor.next();
  const known = Object.hasOwn(controls, character) ? controls[character] : undefined;
  if (known === undefined && !/[!-/:-@[-`{-~]/.test(character)) throw new Unsupported();
  return known ?? character.codePointAt(0) ?? 0;
}

function hex(digitsOfIt: string | undefined): number {
  return Number.parseInt(digitsOfIt ?? "", 16);
}

function atMost(value: number, maximum: number): number {
  if (!(value <= maximum)) throw new Unsupported();
  return value;
}
