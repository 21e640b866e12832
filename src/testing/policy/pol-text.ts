/** `value` as a string literal of Pol: what could not stand in a source text is escaped. */
export function quote(value: string): string {
  let text = "";
  for (const character of value) text += escapeCharacter(character);
  return `"${text}"`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Control, bidirectional, invisible and separator characters: errors in a source text, or fragile in editors. */
const needsEscape = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

function escapeCharacter(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  return needsEscape.test(character)
    ? `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`
    : character;
}

/** An attribute, parameter or record property by its name: a word as it is, anything else quoted. */
export function attributeName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quote(name);
}

/** How tightly a piece of expression binds: the productions of the grammar, loosest first. */
export const level = {
  expression: 0,
  or: 1,
  and: 2,
  not: 3,
  test: 4,
  coalesce: 5,
  sum: 6,
  product: 7,
  unary: 8,
  primary: 9,
} as const;

/** A piece of an expression and how tightly it binds. */
export interface Phrase {
  readonly text: string;
  readonly level: number;
}

/** A phrase that needs parentheses nowhere. */
export function primary(text: string): Phrase {
  return { text, level: level.primary };
}

/** The text of `phrase` where something that binds at least as tightly as `minimum` is expected. */
export function operand(phrase: Phrase, minimum: number): string {
  return phrase.level >= minimum ? phrase.text : `(${phrase.text})`;
}
