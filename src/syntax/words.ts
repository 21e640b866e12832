/** Words that may name an attribute or a parameter but nothing else. In the order of `grammar/pol.ebnf`. */
export const reservedWords = [
  "and",
  "or",
  "not",
  "in",
  "is",
  "has",
  "like",
  "matches",
  "within",
  "containsAll",
  "containsAny",
  "if",
  "then",
  "else",
  "true",
  "false",
] as const;

/** Words that are keywords at certain places and names everywhere else. */
export const contextualWords = [
  "use",
  "principal",
  "entity",
  "action",
  "context",
  "type",
  "const",
  "def",
  "obligation",
  "remedy",
  "policy",
  "rule",
  "assert",
  "test",
  "fixture",
  "relation",
  "allow",
  "deny",
  "anyone",
  "anything",
  "to",
  "on",
  "tagged",
  "tag",
  "acting",
  "for",
  "alone",
  "when",
  "unless",
  "because",
  "with",
  "any",
  "all",
  "of",
  "but",
  "length",
  "subject",
  "actor",
  "resource",
  "expect",
  "obliging",
  "given",
  "by",
  "json",
  "secret",
  "refine",
  "no_matching_rule",
  "oblige",
  "once",
  "invalid_request",
] as const;

/** A reserved word. */
export type ReservedWord = (typeof reservedWords)[number];

/** A contextual keyword. */
export type ContextualWord = (typeof contextualWords)[number];

const reserved: ReadonlySet<string> = new Set(reservedWords);

/** Whether `text` may be written without quotes where any word may stand. */
export function isWord(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** Whether `text` is a reserved word. */
export function isReserved(text: string): text is ReservedWord {
  return reserved.has(text);
}
