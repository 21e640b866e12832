import { EOF, type IParserErrorMessageProvider, type TokenType, tokenLabel, tokenMatcher } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { deleting, replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { didYouMean } from "../util/did-you-mean.js";
import { fixForMistake } from "./fix-for-mistake.js";
import { helpForMistake, isForeignOperator } from "./help-for-mistakes.js";
import { syntaxError } from "./syntax-errors.js";
import {
  AnyWord,
  DurationToken,
  Identifier,
  mark,
  Name,
  NumberToken,
  RegexToken,
  StringToken,
  type Token,
  word,
} from "./tokens.js";

/** Where the parser cannot go on. */
export interface Failure {
  /** What could have stood here, as a noun: "a name", "`)`". */
  readonly expected: string;
  readonly found: Token;
  readonly previous: Token;
  readonly next: Token;
  readonly spanOf: (token: Token) => Span;
}

/** Makes Chevrotain say only what was expected; the sentence around it is {@link explainFailure}'s. */
export const expectation: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => tokenLabel(expected),
  buildNotAllInputParsedMessage: () => "a declaration",
  buildNoViableAltMessage: ({ customUserDescription, expectedPathsPerAlt }) =>
    customUserDescription ?? listLabels(expectedPathsPerAlt.flat()),
  buildEarlyExitMessage: ({ customUserDescription, expectedIterationPaths }) =>
    customUserDescription ?? listLabels(expectedIterationPaths),
};

function listLabels(paths: readonly (readonly TokenType[])[]): string {
  const labels = paths.flatMap((path) => (path[0] === undefined ? [] : [tokenLabel(path[0])]));
  return joinAlternatives([...new Set(labels)]);
}

/** `a`, `a or b`, `a, b or c`. */
function joinAlternatives(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** The error for a token that cannot stand where it does, with help where the mistake is a known one. */
export function explainFailure(failure: Failure): Diagnostic {
  for (const explain of knownMistakes) {
    const diagnostic = explain(failure);
    if (diagnostic !== undefined) return diagnostic;
  }
  const { expected, found, spanOf } = failure;
  return syntaxError(
    "unexpected-token",
    spanOf(found),
    `expected ${expected}, found ${describeToken(found)}`,
  );
}

/** A token as a message names it. */
export function describeToken(token: Token): string {
  const type = token.tokenType;
  if (type === EOF) return "the end of the file";
  if (type === StringToken) return `the string ${inBackticks(token.image)}`;
  if (type === NumberToken) return `the number ${inBackticks(token.image)}`;
  if (type === DurationToken) return `the duration ${inBackticks(token.image)}`;
  return type === RegexToken
    ? `the regular expression ${inBackticks(token.image)}`
    : inBackticks(token.image);
}

/** A token's text; what would not show, or would turn the message around, is replaced: it has a diagnostic of its own. */
function inBackticks(image: string): string {
  const shown = image.replaceAll(/[\p{Cc}\p{Cf}]/gu, "\uFFFD");
  return shown.length > 40 ? `\`${shown.slice(0, 40)}…\`` : `\`${shown}\``;
}

type Explanation = (failure: Failure) => Diagnostic | undefined;

const knownMistakes: readonly Explanation[] = [
  reservedName,
  strayComma,
  missingComma,
  misspelling,
  otherMistake,
];

const nameLike = new Set(["a name", "a type", "an action"]);

function reservedName({ expected, found, previous, spanOf }: Failure): Diagnostic | undefined {
  const reserved = tokenMatcher(found, AnyWord) && !tokenMatcher(found, Name);
  if (!reserved || !nameLike.has(expected)) return undefined;
  const message = `expected ${expected}, found the reserved word \`${found.image}\``;
  const isNegated = previous.tokenType === word.is && found.tokenType === word.not;
  return syntaxError("reserved-name", spanOf(found), message, {
    help: isNegated
      ? "a test is negated as a whole: `not (x is T)`, `not (x is owner of y)`"
      : "a reserved word may name an attribute or a parameter, but nothing else",
  });
}

function strayComma({ expected, found, previous, spanOf }: Failure): Diagnostic | undefined {
  if (previous.tokenType !== mark[","]) return undefined;
  const span = spanOf(previous);
  return syntaxError(
    "misplaced-comma",
    span,
    `expected ${expected} after the comma, found ${describeToken(found)}`,
    {
      label: "nothing follows this comma",
      help: "leave the comma out",
      ...(endsList(found) && { fix: deleting(span, "delete the comma") }),
    },
  );
}

/** Before anything else than the end of the list or the next part, the comma is not what is wrong. */
function endsList(found: Token): boolean {
  const closers = [mark[")"], mark["]"], mark["}"], mark[","], EOF];
  return closers.includes(found.tokenType) || (tokenMatcher(found, Name) && found.tokenType !== Identifier);
}

function missingComma({ expected, found, spanOf }: Failure): Diagnostic | undefined {
  const closes = expected === "`)`" || expected === "`]`";
  const starts = [Identifier, StringToken, NumberToken, DurationToken].includes(found.tokenType);
  if (!closes || !starts || isForeignOperator(found.image)) return undefined;
  const message = `expected ${expected} or a comma, found ${describeToken(found)}`;
  return syntaxError("unexpected-token", spanOf(found), message, { help: "separate the items with commas" });
}

/** A keyword with a letter wrong, which might be another one, or one of another language, which is no guess. */
function misspelling({ expected, found, spanOf }: Failure): Diagnostic | undefined {
  if (found.tokenType !== Identifier) return undefined;
  const keywords = [...expected.matchAll(/`([a-z]+)`/g)].map((match) => match[1] ?? "");
  const own = otherWords.get(found.image);
  const meant = own ?? didYouMean(found.image, keywords);
  if (meant === undefined || !keywords.includes(meant)) return undefined;
  const span = spanOf(found);
  return syntaxError("unexpected-token", span, `expected ${expected}, found \`${found.image}\``, {
    help: `did you mean \`${meant}\`?`,
    ...(own !== undefined && { fix: replacing(span, own, `write \`${own}\``) }),
  });
}

/** Words of other languages. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["permit", "allow"],
  ["forbid", "deny"],
]);

function otherMistake(failure: Failure): Diagnostic | undefined {
  const help = helpForMistake(failure);
  const fix = fixForMistake(failure);
  if (help === undefined && fix === undefined) return undefined;
  const { expected, found, spanOf } = failure;
  const message = `expected ${expected}, found ${describeToken(found)}`;
  return syntaxError("unexpected-token", spanOf(found), message, {
    ...(help !== undefined && { help }),
    ...(fix && { fix }),
  });
}
