/**
 * Whether the whole text is what a `like` pattern says: a string is itself, 0 any run of characters, 1 any one character (code
 * point). Text and strings are well-formed.
 *
 * Greedy with one step back: when a token after a 0 fails, only the last 0 need take one character more, since an earlier one could
 * not reach further than it did. So at most text × pattern steps.
 */
export function matchesGlob(text: string, tokens: readonly (string | 0 | 1)[]): boolean {
  let position = 0;
  let token = 0;
  let retryToken = -1; // the token after the last 0
  let retryPosition = 0; // where the run of the last 0 ends
  for (;;) {
    const current = tokens[token];
    const end = current === undefined || current === 0 ? -1 : endOfToken(text, position, current);
    if (current === 0) {
      retryToken = token + 1;
      retryPosition = position;
      token += 1;
    } else if (end >= 0) {
      position = end;
      token += 1;
    } else if (current === undefined && position === text.length) {
      return true;
    } else {
      if (retryToken < 0 || retryPosition >= text.length) return false;
      retryPosition = endOfToken(text, retryPosition, 1);
      position = retryPosition;
      token = retryToken;
    }
  }
}

/** Where a token that begins at `position` ends, or -1 if it is not there. */
function endOfToken(text: string, position: number, token: string | 1): number {
  if (token !== 1) return text.startsWith(token, position) ? position + token.length : -1;
  const codePoint = text.codePointAt(position);
  if (codePoint === undefined) return -1;
  return position + (codePoint > 0xffff ? 2 : 1);
}
