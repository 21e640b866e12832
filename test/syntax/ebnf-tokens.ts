import { isReserved } from "../../src/syntax/words.js";

/** The symbols of chapters 1 and 2 of the grammar, which are tokens. */
const tokenPatterns: Readonly<Record<string, RegExp>> = {
  String: /^".*"$/,
  Regex: /^\/.*\/$/,
  Number: /^\d[\d_]*(\.\d+)?$/,
  Duration: /^\d+(ms|s|m|h|d)$/,
  Word: /^[A-Za-z_]\w*$/,
};

/** Whether a token's text is one of a token symbol. */
export function isTokenOf(symbol: string, text: string): boolean {
  if (symbol === "Name") return isTokenOf("Word", text) && !isReserved(text);
  const pattern = tokenPatterns[symbol];
  if (pattern === undefined) throw new Error(`the grammar has no production ${symbol}`);
  return pattern.test(text);
}
