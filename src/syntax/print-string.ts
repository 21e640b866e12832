import type { Name } from "./ast.js";
import { isInvisible } from "./characters.js";
import { isReserved, isWord } from "./words.js";

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A string literal with this value. */
export function printString(value: string): string {
  if (!/["\\]|[^ -~]/.test(value)) return `"${value}"`;
  return `"${Array.from(value, printCharacter).join("")}"`;
}

function printCharacter(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  if (!isInvisible(character)) return character;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A name where any word or a string may stand: an attribute, a parameter, a later segment. */
export function printAttributeName({ text }: Pick<Name, "text">): string {
  return isWord(text) ? text : printString(text);
}

/** A dotted name. Its first segment is no reserved word unless quoted; `keyword` is one more word to quote there. */
export function printSegments(segments: readonly Pick<Name, "text">[], keyword?: string): string {
  return segments
    .map((name, index) => {
      const quoted = index === 0 && (isReserved(name.text) || name.text === keyword);
      return quoted ? printString(name.text) : printAttributeName(name);
    })
    .join(".");
}
