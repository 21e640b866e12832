import { isInvisible } from "../../syntax/characters.js";

/**
 * A server's text as the lines of a doc comment. Whatever ends a line ends one here, and what cannot be seen is spelt out (`<U+202E>`), so
 * the text stays a comment and its reader sees all of it.
 */
export function docLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => spellOutInvisible(line).trimEnd());
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}

/** Lines before what they document, as source text. */
export function printDoc(lines: readonly string[]): string {
  return lines.map((line) => `${`/// ${line}`.trimEnd()}\n`).join("");
}

/** A server's text on one line, cut where it is long. */
export function oneLine(text: string, longest: number): string {
  const line = spellOutInvisible(text.replace(/\s+/g, " ").trim());
  return Array.from(line).length <= longest ? line : `${Array.from(line).slice(0, longest).join("")}…`;
}

function spellOutInvisible(text: string): string {
  return Array.from(text, (character) =>
    isInvisible(character) ? codePointName(character) : character,
  ).join("");
}

/** `U+202E` in angle brackets. */
export function codePointName(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
