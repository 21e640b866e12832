import { type Choices, chance, pick } from "./choices.js";

/**
 * A source text with a few of its tokens deleted, doubled, swapped or replaced by ones from `pool`: mostly texts that still parse, or
 * parse in part, and so reach the checker.
 */
export function mutateTokens(text: string, choices: Choices, pool: readonly string[]): string {
  const tokens = [...tokensOf(text)];
  for (let left = choices.int(1, 4); left > 0 && tokens.length > 0; left--) mutateOne(tokens, choices, pool);
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
  const other = choices.int(0, tokens.length - 1);
  const [token = "", otherToken = ""] = [tokens[at], tokens[other]];
  switch (choices.int(0, 4)) {
    case 0:
      tokens.splice(at, 1);
      return;
    case 1:
      tokens.splice(at, 0, token);
      return;
    case 2:
      tokens[at] = otherToken;
      tokens[other] = token;
      return;
    case 3:
      tokens[at] = pick(choices, pool);
      return;
    default:
      tokens[at] = chance(choices, 50) ? otherToken : ` ${pick(choices, pool)}`;
  }
}
