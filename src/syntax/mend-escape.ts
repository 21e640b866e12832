/** What to write in place of an escape, and how much of the text that replaces. */
export interface MendedEscape {
  readonly text: string;
  readonly length: number;
}

/**
 * What an escape of other languages is in Pol, where all that have it agree; `rest` begins with the backslash. In a `like` pattern the
 * escape of a wildcard is one of the pattern. The backslash before any other character is kept by some and dropped by others.
 */
export function mendEscape(rest: string, inPattern: boolean): MendedEscape | undefined {
  const [number, ...digits] = /^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/.exec(rest) ?? [];
  if (number !== undefined) return mendedCharacter(number.length, Number.parseInt(digits.join(""), 16));
  if (rest.startsWith("\\'")) return { text: "'", length: 2 };
  return inPattern && /^\\[*?]/.test(rest) ? { text: `\\${rest.slice(0, 2)}`, length: 2 } : undefined;
}

/** Half of a surrogate pair is no character. */
function mendedCharacter(length: number, code: number): MendedEscape | undefined {
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  return isHalf ? undefined : { text: `\\u{${code.toString(16)}}`, length };
}
