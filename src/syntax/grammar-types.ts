import { EOF, type TokenType } from "chevrotain";
import type { Fix } from "../diagnostics/diagnostic.js";
import { deleting } from "../diagnostics/fix.js";
import type {
  FieldDeclaration,
  LengthRefinement,
  LiteralType,
  NamedType,
  Name as NameNode,
  Parameter,
  RangeRefinement,
  RecordType,
  Refinement,
  RegexLiteral,
  SignedLiteral,
  TypeNode,
} from "./ast.js";
import { RecoveryGrammar, type Resumption } from "./grammar-recovery.js";
import { literalOf } from "./literals.js";
import { checkRegex } from "./regex-errors.js";
import {
  AttributeWord,
  DurationToken,
  mark,
  Name,
  NumberToken,
  RegexToken,
  StringToken,
  type Token,
  word,
} from "./tokens.js";

/** The bounds of a range as written. */
type Bounds = Pick<RangeRefinement, "minimum" | "maximum">;

/** §4 of the grammar: types, fields and parameters. */
export abstract class TypeGrammar extends RecoveryGrammar {
  readonly field = this.RULE("field", (): FieldDeclaration => {
    const documentation = this.documentationHere();
    const start = this.CONSUME(AttributeWord);
    const optional = this.OPTION(() => this.CONSUME(mark["?"])) !== undefined;
    this.CONSUME(mark[":"], { ERR_MSG: "`:` and a type" });
    const type = this.SUBRULE(this.type);
    return {
      kind: "FieldDeclaration",
      span: this.spanFrom(start),
      documentation,
      name: this.nameOf(start),
      optional,
      type,
    };
  });

  readonly type = this.RULE("type", (): TypeNode => {
    this.enter();
    const start = this.LA(1);
    const first = this.SUBRULE(this.typeAtom);
    const alternatives = [first];
    this.MANY(() => {
      this.CONSUME(mark["|"]);
      alternatives.push(this.SUBRULE2(this.typeAtom));
    });
    this.leave();
    if (alternatives.length === 1) return first;
    return { kind: "UnionType", span: this.spanFrom(start), alternatives };
  });

  readonly typeAtom = this.RULE("typeAtom", (): LiteralType | RecordType | NamedType =>
    this.OR({
      DEF: [
        { ALT: () => this.literalTypeOf(this.CONSUME(StringToken)) },
        { ALT: () => this.SUBRULE(this.recordType) },
        { ALT: () => this.SUBRULE(this.namedType) },
      ],
      ERR_MSG: "a type",
    }),
  );

  private literalTypeOf(token: Token): LiteralType {
    return { kind: "LiteralType", span: this.spanOf(token), value: token.payload ?? "" };
  }

  readonly recordType = this.RULE("recordType", (): RecordType => {
    const start = this.CONSUME(mark["{"]);
    const fields: FieldDeclaration[] = [];
    let open = false;
    const read = () => {
      this.MANY(() => {
        const field = this.part(() => this.SUBRULE(this.field), this.inBlock(this.atField));
        if (field !== undefined) fields.push(field);
        this.OPTION(() => this.CONSUME(mark[","]));
      });
      this.OPTION2(() => {
        open = true;
        this.restLast(this.CONSUME(mark["..."]));
      });
    };
    this.items(start, { read, expected: "a field or `}`", resumes: this.atField, absorbs: false });
    return { kind: "RecordType", span: this.spanFrom(start), fields, open };
  });

  private restLast(rest: Token): void {
    if (this.RECORDING_PHASE || !(this.at(mark[","]) || this.at(AttributeWord))) return;
    const isLast = this.at(mark["}"], 2);
    const fix = isLast ? deleting(this.spanOf(this.LA(1)), "delete the comma") : this.movingRest(rest);
    this.reportAt("misplaced-rest", rest, "found `...` before the end of the record", {
      help: isLast ? "leave out the comma after it" : "write `...` last",
      ...(fix && { fix }),
    });
    this.abandon();
  }

  /** The fix that moves `...` to the end of its record; undefined where that is not closed. */
  private movingRest(rest: Token): Fix | undefined {
    const distance = this.distanceToEnd();
    if (distance === undefined || !this.at(AttributeWord, this.at(mark[","]) ? 2 : 1)) return undefined;
    const { end } = this.spanOf(this.LA(distance - 1));
    const separated = this.spanOf(this.at(mark[","]) ? this.LA(1) : rest).end;
    const [blanks = ""] = /^[ \t]*/.exec(this.text.slice(separated)) ?? [];
    const separator = this.at(mark[","], distance - 1) ? " " : ", ";
    const edits = [
      { span: { ...this.spanOf(rest), end: separated + blanks.length }, text: "" },
      { span: { file: this.file, start: end, end }, text: `${separator}...` },
    ];
    return { title: "write `...` last", edits };
  }

  /** How far the brace is that closes the current block; undefined where something else shows that it is missing. */
  private distanceToEnd(): number | undefined {
    const open: TokenType[] = [mark["}"]];
    for (let distance = 1; ; distance++) {
      const { tokenType, startColumn } = this.LA(distance);
      const closer = closers.get(tokenType);
      if (closer !== undefined) open.push(closer);
      else if (tokenType === open.at(-1)) open.pop();
      else if (tokenType === EOF || isCloser(tokenType) || startColumn === 1) return undefined;
      if (open.length === 0) return distance;
    }
  }

  /** Whether a field begins here. */
  protected readonly atField: Resumption = () =>
    this.at(AttributeWord) && (this.at(mark[":"], 2) || (this.at(mark["?"], 2) && this.at(mark[":"], 3)));

  readonly namedType = this.RULE("namedType", (): NamedType => {
    this.failAtNextPart("a type");
    const start = this.CONSUME(Name, { ERR_MSG: "a type" });
    const argument = this.OPTION(() => {
      this.CONSUME(mark["<"]);
      const type = this.SUBRULE(this.type);
      this.CONSUME(mark[">"]);
      return type;
    });
    const refinements: Refinement[] = [];
    this.MANY({ GATE: this.notField, DEF: () => refinements.push(this.SUBRULE(this.refinement)) });
    return {
      kind: "NamedType",
      span: this.spanFrom(start),
      name: this.nameOf(start),
      ...(argument !== undefined && { argument }),
      refinements,
    };
  });

  readonly refinement = this.RULE("refinement", (): Refinement => {
    const start = this.LA(1);
    return this.OR<Refinement>([
      {
        ALT: () => {
          this.CONSUME(word.in);
          const bounds = this.SUBRULE(this.range);
          return { kind: "RangeRefinement", span: this.spanFrom(start), ...bounds };
        },
      },
      { ALT: () => this.SUBRULE(this.lengthRefinement) },
      {
        ALT: () => {
          this.CONSUME(word.matches);
          const pattern = this.regexOf(this.CONSUME(RegexToken));
          return { kind: "PatternRefinement", span: this.spanFrom(start), pattern };
        },
      },
      { ALT: () => ({ kind: "SecretRefinement", span: this.spanOf(this.CONSUME(word.secret)) }) },
    ]);
  });

  readonly lengthRefinement = this.RULE("lengthRefinement", (): LengthRefinement => {
    const start = this.CONSUME(word.length);
    return this.OR({
      DEF: [
        {
          GATE: () => !this.at(mark[".."], 2),
          IGNORE_AMBIGUITIES: true,
          ALT: (): LengthRefinement => {
            const exactly = literalOf(this.CONSUME(NumberToken), this.file);
            const span = this.spanFrom(start);
            return { kind: "LengthRefinement", span, minimum: exactly, maximum: exactly, exact: true };
          },
        },
        {
          ALT: (): LengthRefinement => {
            const bounds = this.SUBRULE(this.range);
            return { kind: "LengthRefinement", span: this.spanFrom(start), ...bounds, exact: false };
          },
        },
      ],
      ERR_MSG: "a length such as `5` or `1..39`",
    });
  });

  readonly range = this.RULE("range", (): Bounds => {
    let minimum: SignedLiteral | undefined;
    let maximum: SignedLiteral | undefined;
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(mark[".."]);
            maximum = this.SUBRULE(this.signed);
          },
        },
        {
          ALT: () => {
            minimum = this.SUBRULE2(this.signed);
            this.CONSUME2(mark[".."]);
            maximum = this.OPTION(() => this.SUBRULE3(this.signed));
          },
        },
      ],
      ERR_MSG: "a range such as `1..100`",
    });
    return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  });

  readonly signed = this.RULE("signed", (): SignedLiteral => {
    const sign = this.OPTION(() => this.CONSUME(mark["-"]));
    const token = this.OR({
      DEF: [{ ALT: () => this.CONSUME(NumberToken) }, { ALT: () => this.CONSUME(DurationToken) }],
      ERR_MSG: "a number or a duration",
    });
    return literalOf(token, this.file, sign);
  });

  /** The node of a regular expression's token, its inside checked. */
  protected regexOf(token: Token): RegexLiteral {
    const source: string = token.payload ?? "";
    if (!this.RECORDING_PHASE) checkRegex(source, this.spanOf(token), (found) => this.report(found));
    return { kind: "RegexLiteral", span: this.spanOf(token), source };
  }

  // ── parameters ──

  readonly parameters = this.RULE("parameters", (): readonly Parameter[] => {
    const parameter = () => this.part(() => this.SUBRULE(this.parameter), this.atListEnd);
    const parameters = this.bracketList(mark["("], mark[")"], parameter);
    return parameters.filter((read) => read !== undefined);
  });

  /** Whether an item of a list in parentheses ends here, or something begins that no list contains. */
  protected readonly atListEnd: Resumption = (open) => {
    if (open.brackets < 0) return true;
    if (open.brackets === 0 && open.braces <= 0 && (this.at(mark[","]) || this.at(mark[")"]))) return true;
    return this.atDeclaration() || (this.atLineStart() && this.at(word.rule)) || this.at(mark["}"]);
  };

  readonly parameter = this.RULE(
    "parameter",
    (): Parameter =>
      this.OR<Parameter>({
        DEF: [
          { ALT: () => ({ kind: "RestParameter", span: this.spanOf(this.CONSUME(mark["..."])) }) },
          { ALT: () => this.SUBRULE(this.field) },
        ],
        ERR_MSG: "a parameter",
      }),
  );

  /** `Name { "," Name }` after a keyword. */
  readonly nameList = this.RULE("nameList", (): readonly NameNode[] => {
    this.failAtNextPart("a name");
    return this.commaList(() => this.nameOf(this.CONSUME(Name)));
  });
}

/** What closes each bracket. */
const closers: ReadonlyMap<TokenType, TokenType> = new Map([
  [mark["{"], mark["}"]],
  [mark["("], mark[")"]],
  [mark["["], mark["]"]],
]);

function isCloser(type: TokenType): boolean {
  return [...closers.values()].includes(type);
}
