/** A string without lone surrogates: every other one is no text, and is invalid wherever text is expected. */
export function isPlainString(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

/** The length of a well-formed text in code points, as `length` counts. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i += 1) {
    // The second half of a surrogate pair, U+DC00 to U+DFFF, counts for nothing.
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) length -= 1;
  }
  return length;
}

/** `text` with A to Z lowered and everything else left alone, in every locale. */
export function lowerAscii(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 65 && code <= 90) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }
  return text;
}

/**
 * Whether a text begins with another one that is not known beforehand: letter by letter from its end, as those that are told apart often begin
 * alike. The engine's own method takes several times as long, but where it knows what is looked for.
 */
export function beginsWith(text: string, start: string): boolean {
  let at = start.length;
  if (at > text.length) return false;
  while (at > 0) {
    at -= 1;
    if (text.charCodeAt(at) !== start.charCodeAt(at)) return false;
  }
  return true;
}

/** Whether a text ends with another one that is not known beforehand. */
export function endsWith(text: string, end: string): boolean {
  const before = text.length - end.length;
  if (before < 0) return false;
  for (let at = 0; at < end.length; at += 1) {
    if (text.charCodeAt(before + at) !== end.charCodeAt(at)) return false;
  }
  return true;
}
