import { type CharacterSet, complement } from "../../syntax/character-set.js";
import { isInvisible } from "../../syntax/characters.js";

/** A set of characters as Pol writes it: the shorter of what is in it and what is not. */
export function printCharacterSet(set: CharacterSet): string {
  const [only, ...others] = set;
  if (only && others.length === 0 && only[0] === only[1]) return printCharacter(only[0]);
  const rest = complement(set);
  if (rest.length === 0) return ".";
  const [plain, negated] = [`[${printRanges(set)}]`, `[^${printRanges(rest)}]`];
  return plain.length <= negated.length ? plain : negated;
}

function printRanges(set: CharacterSet): string {
  const ranges = set.map(([first, last]) => {
    const ends = first === last ? [first] : [first, last];
    return ends.map(printClassCharacter).join(last === first + 1 ? "" : "-");
  });
  return ranges.join("");
}

/** A character that stands for itself in a regular expression of Pol. */
export function printCharacter(point: number): string {
  return print(point, /[\\.*+?(){}[\]|/^$]/);
}

/** A character that stands for itself in a class. */
export function printClassCharacter(point: number): string {
  return print(point, /[\\[\]^/-]/);
}

function print(point: number, special: RegExp): string {
  const character = String.fromCodePoint(point);
  if (special.test(character)) return `\\${character}`;
  const isPlain = /^[ \p{L}\p{N}\p{P}\p{S}]$/u.test(character) && !isInvisible(character);
  return isPlain ? character : `\\u{${point.toString(16)}}`;
}
