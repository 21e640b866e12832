/** A piece of a `like` pattern. */
export type LikeToken =
  | { readonly kind: "text"; readonly value: string }
  /** `*`: any run of characters, also none. */
  | { readonly kind: "any-run" }
  /** `?`: any one character. */
  | { readonly kind: "any-one" };

/** Why a text is no pattern. */
export interface LikePatternError {
  /** Where in the pattern's text (escapes of the string resolved), in UTF-16 code units. */
  readonly offset: number;
  readonly message: string;
  readonly help?: string;
}

/** The pieces of a pattern, or an error. */
export type LikePatternResult =
  | { readonly tokens: readonly LikeToken[]; readonly error?: undefined }
  | { readonly tokens?: undefined; readonly error: LikePatternError };

/**
 * Parses the text of a `like` pattern: `*` is any run, `?` any one character, `\*`, `\?` and `\\` the characters themselves.
 * Neighbouring texts are one token, and so are neighbouring `*`.
 */
export function parseLikePattern(pattern: string): LikePatternResult {
  const tokens: LikeToken[] = [];
  for (let offset = 0; offset < pattern.length; offset++) {
    const character = pattern.charAt(offset);
    if (character === "*") addRun(tokens);
    else if (character === "?") tokens.push({ kind: "any-one" });
    else if (character !== "\\") addText(tokens, character);
    else {
      const escaped = pattern.charAt(++offset);
      if (!/^[*?\\]$/.test(escaped)) return { error: invalidEscape(offset - 1, escaped) };
      addText(tokens, escaped);
    }
  }
  return { tokens };
}

function addRun(tokens: LikeToken[]): void {
  if (tokens.at(-1)?.kind !== "any-run") tokens.push({ kind: "any-run" });
}

function addText(tokens: LikeToken[], character: string): void {
  const last = tokens.at(-1);
  if (last?.kind === "text") tokens[tokens.length - 1] = { kind: "text", value: last.value + character };
  else tokens.push({ kind: "text", value: character });
}

function invalidEscape(offset: number, escaped: string): LikePatternError {
  return {
    offset,
    message:
      escaped === ""
        ? "found a backslash at the end of a pattern"
        : `found \`\\${escaped}\` in a pattern, which is no escape there`,
    help: 'a pattern has the escapes `\\*`, `\\?` and `\\\\`, each backslash doubled in the string: `"\\\\*"`',
  };
}
