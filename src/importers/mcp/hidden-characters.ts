import { isInvisible } from "../../syntax/characters.js";

/** A character of a text that people do not see. */
export interface HiddenCharacter {
  readonly offset: number;
  readonly character: string;
}

/**
 * The characters of a text that people do not see and that change what is read: control, bidirectional, zero-width and tag characters. The
 * joiners and selectors that emoji and some scripts need are none.
 */
export function findHidden(text: string): readonly HiddenCharacter[] {
  const needed = new Set([...text.matchAll(writing)].flatMap(offsetsOf));
  const hidden: HiddenCharacter[] = [];
  let offset = 0;
  for (const character of text) {
    if (isInvisible(character) && !needed.has(offset)) hidden.push({ offset, character });
    offset += character.length;
  }
  return hidden;
}

function offsetsOf({ 0: match, index }: RegExpMatchArray & { index: number }): readonly number[] {
  return Array.from({ length: match.length }, (_, unit) => index + unit);
}

/** What invisible characters are there for: joined emoji, text style, the flags of England, Scotland and Wales, joiners between letters. */
const writing = new RegExp(
  [
    "(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})",
    "(?<=[\\p{Emoji}])\\uFE0E",
    "(?<=\\u{1F3F4})\\u{E0067}\\u{E0062}(?:\\u{E0065}\\u{E006E}\\u{E0067}|\\u{E0073}\\u{E0063}\\u{E0074}|\\u{E0077}\\u{E006C}\\u{E0073})\\u{E007F}",
    "(?<=[\\p{Script=Arabic}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Kannada}\\p{Script=Telugu}\\p{Script=Tamil}\\p{Mn}])[\\u200C\\u200D]",
  ].join("|"),
  "gu",
);
