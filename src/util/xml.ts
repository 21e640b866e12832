/** `text` as the content of an element of XML 1.0: see {@link xmlAttribute} for what cannot be written. */
export function xmlContent(text: string): string {
  return escapeMarkup(text).replaceAll("\r", "&#13;");
}

/**
 * `text` as the value of an attribute between double quotes. XML 1.0 has no way to write most control characters, halves of surrogate
 * pairs and two more (its production 2, `Char`): they are spelt out as `<U+001B>`.
 *
 * @example
 * xmlAttribute('a "b" & c'); // "a &quot;b&quot; &amp; c"
 */
export function xmlAttribute(text: string): string {
  // A parser makes a space of a line break or tab that stands there as it is.
  return escapeMarkup(text).replace(/[\t\n\r]/g, (space) => `&#${space.charCodeAt(0)};`);
}

const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeMarkup(text: string): string {
  return text.replace(impossible, spellOut).replace(/[&<>"]/g, (mark) => entities[mark] ?? mark);
}

function spellOut(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
