import { type Choices, chance, pick } from "./choices.js";

/**
 * A source text with a few of its tokens deleted, doubled, swapped or replaced by ones from `pool`, mostly of their own kind: many texts
 * still parse, or parse in part, and so reach the checker.
 */
export function mutateTokens(text: string, choices: Choices, pool: readonly string[]): string {
  const tokens = [...tokensOf(text)];
  for (let left = choices.int(1, 3); left > 0 && tokens.length > 0; left--) mutateOne(tokens, choices, pool);
  return tokens.join("");
}

/** Words, literals and punctuation of a text, with the white space before each. */
export function tokensOf(text: string): readonly string[] {
  return (
    text.match(/\s*(?:"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/(?:[^/\\\n]|\\.)+\/|\w+|[.=<>!?]+|\S)|\s+/g) ?? []
  );
}

function mutateOne(tokens: string[], choices: Choices, pool: readonly string[]): void {
  const at = choices.int(0, tokens.length - 1);
  const token = tokens[at] ?? "";
  switch (choices.int(0, 9)) {
    case 0:
      tokens.splice(at, 1);
      return;
    case 1:
      tokens.splice(at, 0, token);
      return;
    case 2:
      tokens[at] = pick(choices, pool);
      return;
    case 3:
    case 4:
      return swap(tokens, at, pickLike(token, choices, tokens));
    default:
      tokens[at] = pickLike(token, choices, chance(choices, 50) ? tokens : pool);
  }
}

function swap(tokens: string[], at: number, other: string): void {
  tokens[tokens.indexOf(other)] = tokens[at] ?? "";
  tokens[at] = other;
}

/** One of `pool` that is a word, a literal or punctuation as `token` is, if a few tries find one. */
function pickLike(token: string, choices: Choices, pool: readonly string[]): string {
  for (let tries = 0; tries < 20; tries++) {
    const other = pick(choices, pool);
    if (kindOf(other) === kindOf(token)) return other;
  }
  return token;
}

function kindOf(token: string): string {
  const [first = ""] = token.trimStart();
  return /[A-Z]/.test(first) ? "A" : /[a-z_]/.test(first) ? "a" : /\d/.test(first) ? "0" : first;
}
