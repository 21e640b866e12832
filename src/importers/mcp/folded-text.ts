import { isInvisible } from "../../syntax/characters.js";

/** A text as a model reads it, for matching: lower case, plain letters, single spaces; and where each of its code units comes from. */
export interface FoldedText {
  readonly text: string;
  /** The offset in the original text of a code unit of `text`; of its length, the original's length. */
  originOf(index: number): number;
}

/**
 * Folds `text`: characters that are not seen are dropped, but tag characters (U+E0000…) become the ASCII that a model takes them for;
 * compatibility forms and letters of other alphabets that look like Latin ones become those. So no order hides behind its spelling.
 */
export function foldText(text: string): FoldedText {
  const origins: number[] = [];
  const parts: string[] = [];
  let offset = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    const kept = plain === " " && parts.at(-1) === " " ? "" : plain;
    for (let unit = 0; unit < kept.length; unit++) origins.push(offset);
    if (kept !== "") parts.push(kept);
    offset += character.length;
  }
  return { text: parts.join(""), originOf: (index) => origins[index] ?? text.length };
}

function foldCharacter(character: string): string {
  if (character >= " " && character <= "~") return character.toLowerCase();
  if (/\s/.test(character)) return " ";
  const hidden = tagText(character);
  if (hidden !== "") return hidden.toLowerCase();
  if (isInvisible(character)) return "";
  const plain = character.normalize("NFKC").toLowerCase();
  return lookAlikes.get(plain) ?? plain;
}

/** The ASCII that the tag characters in `text` stand for: nobody sees them, and models read them. */
export function tagText(text: string): string {
  return Array.from(text, (character) => {
    const code = (character.codePointAt(0) ?? 0) - 0xe0000;
    return code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : "";
  }).join("");
}

const lookAlikes: ReadonlyMap<string, string> = new Map([
  ...pairs("авекмнорстухіјѕԁԛԝһ", "abekmhopctyxijsdqwh"),
  ...pairs("αεικνορτυχ", "aeikvoptux"),
  ...pairs("‘’“”´", "''\"\"'"),
]);

function pairs(from: string, to: string): readonly (readonly [string, string])[] {
  return Array.from(from, (letter, index) => [letter, to[index] ?? letter]);
}
