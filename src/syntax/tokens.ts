import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { groupBy } from "../util/group-by.js";
import { type ContextualWord, contextualWords, type ReservedWord, reservedWords } from "./words.js";

/*
 * The vocabulary of the parser. The scanner (`scan.ts`) makes the tokens, so no type has a pattern. A contextual keyword is
 * a token type of its own and belongs to the category `Name`; a reserved word belongs to `AnyWord` only.
 */

/** A token of the scanner; `payload` is the value of a string, the source of a regular expression. */
export type Token = IToken;

function category(name: string, label: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, label, categories, pattern: Lexer.NA });
}

/** A word or a string: what an attribute may be called by. */
export const AttributeWord = category("AttributeWord", "a name");
/** A word that may name a declaration, or a string: what a dotted name begins with. */
export const DottedStart = category("DottedStart", "a name");
/** Any word, reserved ones too. */
export const AnyWord = category("AnyWord", "a name", [AttributeWord]);
/** Every word but the reserved ones. */
export const Name = category("Name", "a name", [AnyWord, DottedStart]);
/** `Name` but the word `anyone`, which is no type. */
export const TypeName = category("TypeName", "a type");
/** What an action may be called by in a rule: every `Name` but the word `anything`, or a string. */
export const ActionStart = category("ActionStart", "an action");
/** `allow`, `deny`, `oblige`. */
export const Effect = category("Effect", "`allow`, `deny` or `oblige`");
/** `allow`, `deny`. */
export const Decision = category("Decision", "`allow` or `deny`");
/** `not` and the sign. */
export const PrefixOperator = category("PrefixOperator", "an operator");
/** Every operator between two operands, with `..` of `in a .. b`. */
export const InfixOperator = category("InfixOperator", "an operator");
/** `true`, `false`. */
export const BooleanWord = category("BooleanWord", "`true` or `false`");
/** `when`, `unless`. */
export const ClauseWord = category("ClauseWord", "`when` or `unless`");
/** `subject`, `actor`, `resource` in a test. */
export const EntityRole = category("EntityRole", "`subject`, `actor` or `resource`");
/** `entity`, `principal`. */
export const EntityKeyword = category("EntityKeyword", "`entity` or `principal`");
/** `any`, `all`. */
export const Quantifier = category("Quantifier", "`any` or `all`");
/** `invalid_request`, `no_matching_rule`. */
export const SpecialRule = category("SpecialRule", "`invalid_request` or `no_matching_rule`");

/** A word that is no keyword anywhere. */
export const Identifier = category("Identifier", "a name", [Name, TypeName, ActionStart]);
/** A string literal. */
export const StringToken = category("String", "a string", [AttributeWord, DottedStart, ActionStart]);
/** A number without sign. */
export const NumberToken = category("Number", "a number");
/** A duration such as `15m`. */
export const DurationToken = category("Duration", "a duration");
/** A regular expression between slashes. */
export const RegexToken = category("Regex", "a regular expression");

const wordCategories: Partial<Record<string, TokenType[]>> = {
  allow: [Effect, Decision],
  deny: [Effect, Decision],
  oblige: [Effect],
  when: [ClauseWord],
  unless: [ClauseWord],
  subject: [EntityRole],
  actor: [EntityRole],
  resource: [EntityRole],
  entity: [EntityKeyword],
  principal: [EntityKeyword],
  any: [Quantifier],
  all: [Quantifier],
  invalid_request: [SpecialRule],
  no_matching_rule: [SpecialRule],
  true: [BooleanWord],
  false: [BooleanWord],
  not: [PrefixOperator],
  and: [InfixOperator],
  or: [InfixOperator],
  in: [InfixOperator],
  within: [InfixOperator],
  containsAll: [InfixOperator],
  containsAny: [InfixOperator],
};

function keyword(text: string, categories: TokenType[]): TokenType {
  const name = `Word_${text}`;
  return category(name, `\`${text}\``, [...categories, ...(wordCategories[text] ?? [])]);
}

function contextualCategories(text: ContextualWord): TokenType[] {
  const all = [Name, TypeName, ActionStart];
  if (text === "anyone") return [Name, ActionStart];
  return text === "anything" ? [Name, TypeName] : all;
}

function wordTypes(): Record<ContextualWord | ReservedWord, TokenType> {
  const entries = [
    ...reservedWords.map((text) => [text, keyword(text, [AnyWord])]),
    ...contextualWords.map((text) => [text, keyword(text, contextualCategories(text))]),
  ];
  return Object.fromEntries(entries);
}

/** The token type of each keyword, by its text. */
export const word: Readonly<Record<ContextualWord | ReservedWord, TokenType>> = wordTypes();

const punctuationTexts = [
  ...(["...", "..", ".", ",", ":", "??", "?", "==", "=", "!=", "<=", "<", ">=", ">"] as const),
  ...(["+", "-", "*", "|", "(", ")", "[", "]", "{", "}"] as const),
];

/** The text of a punctuation mark. */
export type Punctuation = (typeof punctuationTexts)[number];

const infixMarks: ReadonlySet<string> = new Set([
  "..",
  "??",
  "==",
  "!=",
  "<=",
  "<",
  ">=",
  ">",
  "+",
  "-",
  "*",
  "=",
]);

function markTypes(): Record<Punctuation, TokenType> {
  const categories = (text: string) => [
    ...(infixMarks.has(text) ? [InfixOperator] : []),
    ...(text === "-" ? [PrefixOperator] : []),
  ];
  const entries = punctuationTexts.map((text, index) => [
    text,
    category(`Mark_${index}`, `\`${text}\``, categories(text)),
  ]);
  return Object.fromEntries(entries);
}

/** The token type of each punctuation mark, by its text. */
export const mark: Readonly<Record<Punctuation, TokenType>> = markTypes();

const marksByStart = groupBy(punctuationTexts, (text) => text.charCodeAt(0));

/** The punctuation mark that a text has at a place, the longest one. */
export function markAt(text: string, offset: number): Punctuation | undefined {
  // Longer marks are listed before those that they begin with.
  return marksByStart.get(text.charCodeAt(offset))?.find((each) => text.startsWith(each, offset));
}

/** Every token type of the language. */
export const vocabulary: TokenType[] = [
  ...[AttributeWord, DottedStart, AnyWord, Name, TypeName, ActionStart, Effect, Decision, PrefixOperator],
  ...[InfixOperator, BooleanWord, ClauseWord, EntityRole, EntityKeyword, Quantifier, SpecialRule],
  ...[Identifier, StringToken, NumberToken, DurationToken, RegexToken],
  ...Object.values(word),
  ...Object.values(mark),
];

const typesByText: ReadonlyMap<string, TokenType> = new Map(Object.entries({ ...word, ...mark }));

/** The token type of a word: its keyword, or `Identifier`. */
export function wordType(text: string): TokenType {
  return typesByText.get(text) ?? Identifier;
}

/** The token type of a punctuation mark; undefined where `text` is none. */
export function markType(text: string): TokenType | undefined {
  return typesByText.get(text);
}

/** The text that a keyword's or mark's token stands for, also where another language's was written. */
export function keywordText(token: Token): string {
  return token.tokenType.LABEL?.slice(1, -1) ?? token.image;
}
