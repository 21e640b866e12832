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
 * Whether a text begins with another one that is not known beforehand: the last letters first, one by one, as those that are told apart often begin
 * alike. What is left of a long one by `endsWith`, which the engine calls: a fraction of the time of the loop that it makes of `startsWith`.
 */
export function beginsWith(text: string, start: string): boolean {
  let at = start.length;
  if (at > text.length) return false;
  const first = at > 6 ? at - 3 : 0;
  while (at > first) {
    at -= 1;
    if (text.charCodeAt(at) !== start.charCodeAt(at)) return false;
  }
  return first === 0 || text.endsWith(start, start.length);
}

/** Whether a text ends with another one that is not known beforehand: the first letters first, as above. */
export function endsWith(text: string, end: string): boolean {
  const before = text.length - end.length;
  if (before < 0) return false;
  const few = end.length > 6 ? 3 : end.length;
  for (let at = 0; at < few; at += 1) {
    if (text.charCodeAt(before + at) !== end.charCodeAt(at)) return false;
  }
  return few === end.length || text.endsWith(end);
}
