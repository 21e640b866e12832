import { EmbeddedActionsParser, EOF, isRecognitionException, type TokenType, tokenMatcher } from "chevrotain";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import type { Span } from "../source/span.js";
import type { DottedName, Name as NameNode, StringLiteral } from "./ast.js";
import { declarationSuccessors } from "./declaration-starts.js";
import { expectation, explainFailure } from "./explain-failure.js";
import { nestingLimit, treeDepthLimit } from "./nesting.js";
import type { Scanned } from "./scanner.js";
import { type SyntaxErrorName, syntaxError } from "./syntax-errors.js";
import { Identifier, mark, StringToken, type Token, vocabulary, word } from "./tokens.js";
import { isDeeperThan, type SyntaxNode } from "./walk.js";

/*
 * What the rules of the grammar stand on: places, comments, nesting, and the recovery from errors.
 *
 * The parser builds the syntax tree while it parses (no CST), because a second tree of every token costs more time than the
 * parse itself, and because recovery is our own: Chevrotain's inserts and deletes single tokens, which invents names and
 * reports follow-ups. Here a construct that stands by itself (a declaration, a rule, a member) is a `unit`: when it fails,
 * that is one error, the text up to the next place where such a construct begins is skipped, and the unit is dropped.
 */

/** Thrown where a rule cannot go on after an error that has been reported. */
const abandoned = { name: "Abandoned" } as const;

/** How many braces and other brackets are open since the start of what failed. */
export interface OpenBrackets {
  readonly braces: number;
  readonly brackets: number;
}

/** The items of a block, for {@link GrammarBase.items}. */
export interface BlockItems {
  /** Reads as many items as there are. */
  readonly read: () => void;
  /** What could stand instead of something that is no item. */
  readonly expected: string;
  /** Where the next item begins. */
  readonly resumes: Resumption;
  /** Whether the block is kept when something in it is no item. */
  readonly absorbs: boolean;
  /** Reports something that is no item, where there is more to say than what was expected. */
  readonly reportJunk?: () => void;
}

/** Tells whether parsing can go on at the current token. */
export type Resumption = (open: OpenBrackets) => boolean;

/** The common part of the grammar classes; see `grammar.ts`. */
export abstract class GrammarBase extends EmbeddedActionsParser {
  /** The errors found so far. */
  diagnostics: Diagnostic[] = [];
  /** The words of the text that was dropped. */
  brokenNames = new Set<string>();
  /** The starts of the doc comments that document something. */
  usedDocumentation = new Set<number>();
  /** The path of the file. */
  protected file = "";
  private scanned: Scanned | undefined;
  private textLength = 0;
  private broken = false;
  /** How many broken tokens lie in units that ended inside the current one. */
  private absorbedTokens = 0;
  private depth = 0;

  constructor(validate: boolean) {
    super(vocabulary, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !validate,
      errorMessageProvider: expectation,
    });
  }

  /** Makes ready for a file. */
  protected begin(path: string, textLength: number, scanned: Scanned): void {
    this.input = scanned.tokens;
    this.file = path;
    this.textLength = textLength;
    this.scanned = scanned;
    this.diagnostics = [];
    this.brokenNames = new Set();
    this.usedDocumentation = new Set();
    this.broken = false;
    this.absorbedTokens = 0;
    this.depth = 0;
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
    if (token.tokenType === EOF) return { file: this.file, start: this.textLength, end: this.textLength };
    return { file: this.file, start: token.startOffset, end: (token.endOffset ?? 0) + 1 };
  }

  /** Whether the token at `distance` is of the type. */
  protected at(type: TokenType, distance = 1): boolean {
    return tokenMatcher(this.LA(distance), type);
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

  // ── recovery ──

  /**
   * Parses something that stands by itself. Undefined where it has an error: then its words are noted, the parser stands
   * where `resumes` says, and what contains it is not affected.
   */
  protected unit<Node extends SyntaxNode>(parse: () => Node, resumes: Resumption): Node | undefined {
    const outer = { broken: this.broken, absorbedTokens: this.absorbedTokens };
    const start = this.LA(1);
    this.broken = false;
    this.absorbedTokens = 0;
    const result = this.part(parse, resumes);
    if (result !== undefined && !this.broken) this.checkDepth(start, result);
    const brokenTokens = this.brokenTokensFrom(start);
    const broken = this.broken || brokenTokens > this.absorbedTokens;
    this.broken = outer.broken;
    this.absorbedTokens = outer.absorbedTokens + brokenTokens;
    if (!broken) return result;
    this.noteNames(start);
    return undefined;
  }

  /**
   * Long chains make trees that are deeper than what is nested. Every level takes a character at least, so short text needs
   * no look; the rules of a policy are units themselves.
   */
  private checkDepth(start: Token, node: SyntaxNode): void {
    const length = (this.LA(0).endOffset ?? 0) - start.startOffset;
    if (this.RECORDING_PHASE || length < treeDepthLimit || node.kind === "PolicyDeclaration") return;
    if (!isDeeperThan(node, treeDepthLimit)) return;
    const message = `found an expression of more than ${treeDepthLimit} operators in a row`;
    this.reportAt("nesting-too-deep", start, message, {
      help: "test membership in a list (`x in [a, b, …]`), or name parts of it with `def`",
    });
  }

  /** Parses a part of a unit, so that what follows an error in it is parsed too. The unit is dropped all the same. */
  protected part<T>(parse: () => T, resumes: Resumption): T | undefined {
    const depth = this.depth;
    const start = this.LA(1);
    try {
      return parse();
    } catch (error) {
      this.fail(error);
      this.depth = depth;
      this.skipUntil(resumes, start);
      return undefined;
    }
  }

  private fail(error: unknown): void {
    if (error === abandoned) return;
    if (this.RECORDING_PHASE || !(error instanceof Error) || !isRecognitionException(error)) throw error;
    this.reportExpecting(error.message);
  }

  /** Skips tokens until parsing can go on, with the brackets counted that were opened from `start` on. */
  private skipUntil(resumes: Resumption, start: Token): void {
    const open = { braces: 0, brackets: 0 };
    for (let index = this.indexOf(start); ; index++) {
      const token = this.input[index];
      if (token === undefined || token === this.LA(1)) break;
      countBracket(open, token);
    }
    while (!this.atEnd() && !resumes(open)) {
      countBracket(open, this.LA(1));
      this.SKIP_TOKEN();
    }
  }

  /** Whether the file ends here. */
  protected atEnd(): boolean {
    return this.LA(1).tokenType === EOF;
  }

  /**
   * Reports what stands where an item is expected, and skips it with its words noted. What contains it is kept, if it
   * `absorbs` such errors.
   */
  protected junk(reportIt: () => void, resumes: Resumption, absorbs: boolean): void {
    const outer = this.broken;
    const start = this.LA(1);
    reportIt();
    if (this.LA(1) === start) this.SKIP_TOKEN();
    this.skipUntil(resumes, start);
    this.noteNames(start);
    this.absorbedTokens += this.brokenTokensFrom(start);
    if (absorbs) this.broken = outer;
  }

  /** How many tokens from `start` to the one consumed last are not what was written. */
  private brokenTokensFrom(start: Token): number {
    const offsets = this.scanned?.brokenOffsets ?? [];
    if (offsets.length === 0) return 0;
    const end = this.LA(0).startOffset;
    const before = lowerBound(offsets.length, (at) => (offsets[at] ?? 0) < start.startOffset);
    return lowerBound(offsets.length, (at) => (offsets[at] ?? 0) <= end) - before;
  }

  private noteNames(start: Token): void {
    const end = this.LA(0).startOffset;
    for (let index = this.indexOf(start); index < this.input.length; index++) {
      const token = this.input[index];
      if (token === undefined || token.startOffset > end) return;
      if (/^[A-Za-z_]/.test(token.image)) this.brokenNames.add(token.image);
      else if (typeof token.payload === "string") this.brokenNames.add(token.payload);
    }
  }

  private indexOf(token: Token): number {
    return lowerBound(this.input.length, (at) => (this.input[at]?.startOffset ?? 0) < token.startOffset);
  }

  // ── blocks ──

  /** Whether a declaration begins here that no block can contain: the brace of the block is missing. */
  protected atOutdentedDeclaration(): boolean {
    return this.LA(1).startColumn === 1 && this.atDeclaration();
  }

  /** Whether a declaration begins here: first on its line, with a keyword and what can follow that. */
  protected atDeclaration(): boolean {
    if (!this.atLineStart()) return false;
    const next = declarationSuccessors.get(this.LA(1).tokenType);
    return next !== undefined && this.at(next, 2);
  }

  /** Reads the items of a block and its closing brace, over whatever stands between them that is no item. */
  protected items(open: Token, block: BlockItems): void {
    for (;;) {
      block.read();
      if (this.RECORDING_PHASE || this.at(mark["}"])) break;
      if (this.atEnd() || this.atOutdentedDeclaration()) {
        this.reportUnclosed(open);
        return;
      }
      const reportIt = block.reportJunk ?? (() => this.reportExpecting(block.expected));
      this.junk(reportIt, this.inBlock(block.resumes), block.absorbs);
    }
    this.consume(0, mark["}"]);
  }

  /** Resumes at an item of a block, at its end, and where a declaration shows that the end is missing. */
  protected inBlock(item: Resumption): Resumption {
    return (open) => {
      if (open.braces <= 0 && (this.at(mark["}"]) || item(open))) return true;
      return this.atOutdentedDeclaration();
    };
  }

  /** The items up to here are whole, so the block is kept. */
  private reportUnclosed(open: Token): void {
    const outer = this.broken;
    const message = this.atEnd()
      ? "found the end of the file, expected `}`"
      : "found a declaration, expected `}`";
    this.report(
      syntaxError("unclosed-block", this.spanOf(this.LA(1)), message, {
        related: [{ span: this.spanOf(open), message: "this block is not closed" }],
        help: "close the block with `}`",
      }),
    );
    this.broken = outer;
  }

  /**
   * Fails where a keyword stands for a name, but the token after it shows that the next part has begun: no production can be
   * continued by a bare name, but for the name of the next field.
   */
  protected failAtNextPart(expected: string): void {
    if (this.LA(1).tokenType === Identifier || this.RECORDING_PHASE) return;
    const beforeField = this.at(mark[":"], 3) || this.at(mark["?"], 3);
    const beforeName = (this.at(Identifier, 2) || this.at(StringToken, 2)) && !beforeField;
    if (beforeName && this.startsPart()) this.failExpecting(expected);
  }

  private startsPart(): boolean {
    const { tokenType } = this.LA(1);
    return partStarts.has(tokenType) || (declarationSuccessors.has(tokenType) && this.atDeclaration());
  }
}

const partStarts: ReadonlySet<TokenType> = new Set([
  word.when,
  word.unless,
  word.because,
  word.with,
  word.rule,
  word.to,
]);

function countBracket(open: { braces: number; brackets: number }, token: Token): void {
  const type = token.tokenType;
  if (type === mark["{"]) open.braces++;
  else if (type === mark["}"]) open.braces--;
  else if (type === mark["("] || type === mark["["]) open.brackets++;
  else if (type === mark[")"] || type === mark["]"]) open.brackets--;
}

/** The first index of a sorted list at which `isBefore` is false. */
function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
