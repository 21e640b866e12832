import { isRecognitionException, type TokenType } from "chevrotain";
import type { Fix } from "../diagnostics/diagnostic.js";
import { deleting } from "../diagnostics/fix.js";
import { closing } from "./closing.js";
import { declarationSuccessors } from "./declaration-starts.js";
import { abandoned, GrammarBase } from "./grammar-base.js";
import { treeDepthLimit } from "./nesting.js";
import { syntaxError } from "./syntax-errors.js";
import { Identifier, mark, Name, StringToken, type Token, word } from "./tokens.js";
import { isDeeperThan, type SyntaxNode } from "./walk.js";

/*
 * Recovery from errors.
 *
 * The parser builds the syntax tree while it parses (no CST), because a second tree of every token costs more time than the
 * parse itself, and because recovery is our own: Chevrotain's inserts and deletes single tokens, which invents names and
 * reports follow-ups. Here a construct that stands by itself (a declaration, a rule, a member) is a `unit`: when it fails,
 * that is one error, the text up to the next place where such a construct begins is skipped, and the unit is dropped.
 */

/** How many braces and other brackets are open since the start of what failed. */
export interface OpenBrackets {
  readonly braces: number;
  readonly brackets: number;
}

/** The items of a block, for {@link RecoveryGrammar.items}. */
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

/** Units, blocks and lists, with what happens where they are broken. */
export abstract class RecoveryGrammar extends GrammarBase {
  // ── units ──

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

  /** Whether a block of attributes goes on: a declaration's keyword would name one, and its name would be taken for a missing type. */
  protected readonly inside = (): boolean => !this.atOutdentedDeclaration();

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
    const fix = this.closingBrace(open);
    const message = this.atEnd()
      ? "found the end of the file, expected `}`"
      : "found a declaration, expected `}`";
    this.report(
      syntaxError("unclosed-block", this.spanOf(this.LA(1)), message, {
        related: [{ span: this.spanOf(open), message: "this block is not closed" }],
        help: "close the block with `}`",
        ...(fix && { fix }),
      }),
    );
    this.broken = outer;
  }

  /** None where a comment without end is in the way, or where the brace may be missing before what did not parse. */
  private closingBrace(open: Token): Fix | undefined {
    const last = this.spanOf(this.LA(0));
    const next = this.spanOf(this.LA(1)).start;
    const isBlocked = this.scanned?.diagnostics.some(
      ({ span }) => span.start >= last.end && span.start < next,
    );
    const isWhole = !this.diagnostics.some(({ span }) => span.start > open.startOffset);
    if (isBlocked || (this.atEnd() && !isWhole)) return undefined;
    return closing(this.text, this.spanOf(open), last);
  }

  // ── lists ──

  /** Items with commas between them. */
  protected commaList<Item>(item: () => Item): readonly Item[] {
    const items: Item[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: mark[","],
      DEF: () => {
        if (items.length === 0 || !this.commaIsStray()) items.push(item());
      },
    });
    return items;
  }

  /** Items in brackets, with a comma after the last one where it is written. */
  protected bracketList<Item>(open: TokenType, close: TokenType, item: () => Item): readonly Item[] {
    const items: Item[] = [];
    this.CONSUME(open);
    this.MANY_SEP({
      SEP: mark[","],
      DEF: () => {
        if (items.length === 0 || !this.at(close)) items.push(item());
      },
    });
    this.CONSUME(close);
    return items;
  }

  /**
   * Reports a comma after which no item follows but the keyword of what comes next. A keyword is a name as well, so the token
   * after it decides.
   */
  private commaIsStray(): boolean {
    const keyword = this.at(Name) && !this.at(Identifier);
    if (this.RECORDING_PHASE || !keyword || !this.isBareName(2)) return false;
    const comma = this.LA(0);
    this.reportAt(
      "misplaced-comma",
      comma,
      `found a comma that nothing follows but \`${this.LA(1).image}\``,
      {
        help: "leave the comma out",
        fix: deleting(this.spanOf(comma), "delete the comma"),
      },
    );
    return true;
  }

  private isBareName(distance: number): boolean {
    return this.at(Identifier, distance) || this.at(StringToken, distance);
  }

  /**
   * Fails where a keyword stands for a name, but the token after it shows that the next part has begun: no production can be
   * continued by a bare name, but for the name of the next field.
   */
  protected failAtNextPart(expected: string): void {
    if (this.LA(1).tokenType === Identifier || this.RECORDING_PHASE) return;
    const beforeField = this.at(mark[":"], 3) || this.at(mark["?"], 3);
    if (this.isBareName(2) && !beforeField && this.startsPart()) this.failExpecting(expected);
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
