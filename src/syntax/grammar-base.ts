import { EmbeddedActionsParser, EOF, type TokenType, tokenMatcher } from "chevrotain";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import type { DottedName, Name as NameNode, StringLiteral } from "./ast.js";
import { expectation, explainFailure } from "./explain-failure.js";
import { nestingLimit } from "./nesting.js";
import type { Scanned } from "./scanner.js";
import { type SyntaxErrorName, syntaxError } from "./syntax-errors.js";
import { mark, type Token, vocabulary } from "./tokens.js";

/** Thrown where a rule cannot go on after an error that has been reported. */
export const abandoned = { name: "Abandoned" } as const;

/** What the rules of the grammar stand on: places, nodes of single tokens, errors, nesting. */
export abstract class GrammarBase extends EmbeddedActionsParser {
  /** The errors found so far. */
  diagnostics: Diagnostic[] = [];
  /** The words of the text that was dropped. */
  brokenNames = new Set<string>();
  /** The starts of the doc comments that document something. */
  usedDocumentation = new Set<number>();
  /** Where they start, by the start of what they document. */
  documentationStarts = new Map<number, number>();
  /** The path of the file. */
  protected file = "";
  /** What the scanner found. */
  protected scanned: Scanned | undefined;
  /** The text of the file. */
  protected text = "";
  /** Whether the current unit has an error. */
  protected broken = false;
  /** How many broken tokens lie in units that ended inside the current one. */
  protected absorbedTokens = 0;
  /** How many levels deep the parser is. */
  protected depth = 0;

  constructor(validate: boolean) {
    super(vocabulary, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !validate,
      errorMessageProvider: expectation,
    });
  }

  /** Makes ready for a file. */
  protected begin(path: string, text: string, scanned: Scanned): void {
    this.input = scanned.tokens;
    this.file = path;
    this.text = text;
    this.scanned = scanned;
    this.diagnostics = [];
    this.brokenNames = new Set();
    this.usedDocumentation = new Set();
    this.documentationStarts = new Map();
    this.broken = false;
    this.absorbedTokens = 0;
    this.depth = 0;
  }

  /** Lets go of the tokens, which outweigh the tree. */
  protected end(): void {
    this.input = [];
    this.text = "";
    this.scanned = undefined;
  }

  // ── places ──

  /** From the start of `start` to the end of the token consumed last. */
  protected spanFrom(start: Token): Span {
    const end = this.LA(0);
    return { file: this.file, start: start.startOffset, end: (end.endOffset ?? 0) + 1 };
  }

  /** From the start of `node` to the end of the token consumed last. */
  protected spanTo(node: { readonly span: Span }): Span {
    const start = this.RECORDING_PHASE ? 0 : node.span.start;
    return { file: this.file, start, end: (this.LA(0).endOffset ?? 0) + 1 };
  }

  /** The place of one token; the end of the text for the token that stands for it. */
  protected spanOf(token: Token): Span {
    if (token.tokenType === EOF) return { file: this.file, start: this.text.length, end: this.text.length };
    return { file: this.file, start: token.startOffset, end: (token.endOffset ?? 0) + 1 };
  }

  /** Whether the token at `distance` is of the type. */
  protected at(type: TokenType, distance = 1): boolean {
    return tokenMatcher(this.LA(distance), type);
  }

  /** Whether the file ends here. */
  protected atEnd(): boolean {
    return this.LA(1).tokenType === EOF;
  }

  /** Whether the next token is the first of its line. */
  protected atLineStart(): boolean {
    return this.LA(1).startLine !== this.LA(0).startLine;
  }

  /** Whether the next word is no field's name: for what ends where the next field may start with the same word. */
  protected readonly notField = (): boolean => !this.at(mark[":"], 2) && !this.at(mark["?"], 2);

  // ── nodes ──

  /** The node of a name's token. */
  protected nameOf(token: Token): NameNode {
    return { kind: "Name", span: this.spanOf(token), text: token.payload ?? token.image };
  }

  /** The node of a string's token. */
  protected stringOf(token: Token): StringLiteral {
    return { kind: "StringLiteral", span: this.spanOf(token), value: token.payload ?? "" };
  }

  /** The node of a dotted name that ends at the token consumed last. */
  protected dottedOf(start: Token, segments: readonly NameNode[]): DottedName {
    return { kind: "DottedName", span: this.spanFrom(start), segments };
  }

  /** The lines of the doc comments before the next token. */
  protected documentationHere(): readonly string[] {
    const comments = this.scanned?.documentation.get(this.LA(1));
    if (comments === undefined) return [];
    for (const comment of comments) this.usedDocumentation.add(comment.start);
    this.documentationStarts.set(this.LA(1).startOffset, comments[0]?.start ?? this.LA(1).startOffset);
    return comments.map((comment) => comment.text.replace(/^\/\/\/ ?/, ""));
  }

  // ── errors ──

  /** Reports an error; what is being parsed will be dropped. */
  protected report(diagnostic: Diagnostic): void {
    if (this.RECORDING_PHASE) return;
    this.broken = true;
    this.diagnostics.push(diagnostic);
  }

  /** Reports an error at a token. */
  protected reportAt(
    name: SyntaxErrorName,
    token: Token,
    message: string,
    details?: { help?: string; fix?: Fix; label?: string },
  ): void {
    this.report(syntaxError(name, this.spanOf(token), message, details));
  }

  /** Gives up the current unit after an error that has been reported. */
  protected abandon(): never {
    throw abandoned;
  }

  /** Reports that something else was expected at the next token, and gives up the current unit. */
  protected failExpecting(expected: string): never {
    this.reportExpecting(expected);
    return this.abandon();
  }

  /** Reports that something else was expected at the next token. */
  protected reportExpecting(expected: string): void {
    this.report(
      explainFailure({
        expected,
        found: this.LA(1),
        previous: this.LA(0),
        next: this.LA(2),
        spanOf: (token) => this.spanOf(token),
      }),
    );
  }

  /** Goes one level deeper; {@link leave} goes back. */
  protected enter(): void {
    if (++this.depth <= nestingLimit || this.RECORDING_PHASE) return;
    this.reportAt("nesting-too-deep", this.LA(1), `found code nested more than ${nestingLimit} levels deep`, {
      help: "name its parts: a `def` for a condition, a `type` for a record",
    });
    this.abandon();
  }

  /** Ends what {@link enter} began. */
  protected leave(): void {
    this.depth--;
  }
}
