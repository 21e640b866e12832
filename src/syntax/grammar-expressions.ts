import type { OrMethodOpts, TokenType } from "chevrotain";
import { parenthesising, replacing } from "../diagnostics/fix.js";
import type { Argument, Expression, HasExpression, Name as NameNode, StringLiteral } from "./ast.js";
import { TypeGrammar } from "./grammar-types.js";
import { hasPlainEnd } from "./has-plain-end.js";
import { checkLikePattern } from "./like-pattern-errors.js";
import { literalOf } from "./literals.js";
import { isBinaryOperator, level } from "./operators.js";
import { type ChainItem, type ChainLevel, movingNot, resolveChain } from "./resolve-chain.js";
import {
  AttributeWord,
  BooleanWord,
  DurationToken,
  Identifier,
  InfixOperator,
  keywordText,
  mark,
  Name,
  NumberToken,
  PrefixOperator,
  Quantifier,
  RegexToken,
  StringToken,
  type Token,
  word,
} from "./tokens.js";

/** Tests that other languages negate in the middle: what stands there of each in `not (x …)`. */
const negatedTests: ReadonlyMap<TokenType, string> = new Map([
  [word.in, "in list"],
  [word.like, 'like "…"'],
  [word.matches, "matches /…/"],
  [word.within, "within y"],
  [word.has, "has name"],
]);

/** §7 of the grammar: expressions. */
export abstract class ExpressionGrammar extends TypeGrammar {
  // Made once: there are several expressions to a rule.
  private readonly expressions: OrMethodOpts<Expression> = {
    DEF: [
      {
        GATE: () => this.atQuantifier(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.quantified),
      },
      { IGNORE_AMBIGUITIES: true, ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.chain, { ARGS: [level.or] }) },
    ],
    ERR_MSG: "an expression",
  };

  readonly expression = this.RULE("expression", (): Expression => {
    this.enter();
    const expression = this.OR(this.expressions);
    this.leave();
    return expression;
  });

  /** `any`, `all` are names as well; a quantifier's variable and `in` tell it apart. */
  private atQuantifier(): boolean {
    return this.at(Quantifier) && this.at(Name, 2) && this.at(word.in, 3);
  }

  readonly quantified = this.RULE("quantified", (): Expression => {
    const start = this.CONSUME(Quantifier);
    const variable = this.nameOf(this.CONSUME(Name));
    this.CONSUME(word.in);
    const collection = this.SUBRULE(this.chain, { ARGS: [level.coalesce] });
    this.CONSUME(mark[":"]);
    const body = this.SUBRULE(this.expression);
    const quantifier = start.image === "any" ? "any" : "all";
    return {
      kind: "QuantifiedExpression",
      span: this.spanFrom(start),
      quantifier,
      variable,
      collection,
      body,
    };
  });

  readonly conditional = this.RULE("conditional", (): Expression => {
    const start = this.CONSUME(word.if);
    const condition = this.SUBRULE(this.chain, { ARGS: [level.or] });
    this.CONSUME(word.then);
    const consequent = this.SUBRULE(this.expression);
    this.CONSUME(word.else);
    const alternate = this.SUBRULE2(this.expression);
    return { kind: "ConditionalExpression", span: this.spanFrom(start), condition, consequent, alternate };
  });

  /** `Or` or `Coalesce` of the grammar, by way of a flat list; see `resolve-chain.ts`. */
  readonly chain = this.RULE("chain", (loosest: ChainLevel): Expression => {
    const items: ChainItem[] = [];
    this.MANY(() => this.pushPrefix(items, this.CONSUME(PrefixOperator)));
    items.push(operandItem(this.SUBRULE(this.operand)));
    this.MANY2(() => {
      this.OR([
        {
          ALT: () => {
            this.pushInfix(items, this.CONSUME(InfixOperator));
            this.MANY3(() => this.pushPrefix(items, this.CONSUME2(PrefixOperator)));
            items.push(operandItem(this.SUBRULE2(this.operand)));
          },
        },
        { ALT: () => items.push(this.SUBRULE(this.test)) },
        {
          ALT: () => {
            const start = this.CONSUME(word.is);
            const name = this.nameOf(this.CONSUME(Name));
            const span = this.spanFrom(start);
            const relation = this.OPTION(() => {
              this.CONSUME(word.of);
              items.push({ kind: "relation", name, span });
              this.MANY4(() => this.pushPrefix(items, this.CONSUME3(PrefixOperator)));
              items.push(operandItem(this.SUBRULE3(this.operand)));
              return true;
            });
            if (relation !== true) items.push({ kind: "test", span, apply: (left) => isType(left, name) });
          },
        },
      ]);
    });
    if (this.RECORDING_PHASE) return { kind: "NameExpression", span: this.spanFrom(this.LA(0)), name: "" };
    const chain = resolveChain(items, loosest, (diagnostic) => this.report(diagnostic));
    if (this.at(word.not)) this.failAtNegatedTest(items);
    return chain;
  });

  /** `x not in list`, as some languages have it: the `not` belongs before the whole test. */
  private failAtNegatedTest(items: readonly ChainItem[]): void {
    const test = negatedTests.get(this.LA(2).tokenType);
    if (test === undefined) return;
    const misplaced = { ...this.spanOf(this.LA(1)), end: this.LA(2).startOffset };
    const fix = movingNot(items, misplaced);
    this.reportAt("unexpected-token", this.LA(1), "expected an operator, found `not`", {
      help: `write \`not (x ${test})\``,
      ...(fix && { fix }),
    });
    this.abandon();
  }

  private pushPrefix(items: ChainItem[], token: Token): void {
    const operator = token.tokenType === mark["-"] ? "-" : "not";
    items.push({ kind: "prefix", operator, span: this.spanOf(token) });
  }

  private pushInfix(items: ChainItem[], token: Token): void {
    if (token.tokenType === mark["="]) this.reportAssignment(token);
    const text = keywordText(token);
    const operator = isBinaryOperator(text) || text === "in" || text === ".." ? text : "==";
    items.push({ kind: "infix", operator, span: this.spanOf(token) });
  }

  private reportAssignment(token: Token): void {
    const help = "equality is written `==`; there is no assignment";
    this.reportAt("foreign-operator", token, "found `=`, expected `==`", {
      help,
      ...(!this.namesArgument() && { fix: replacing(this.spanOf(token), "==", "write `==`") }),
    });
  }

  /** Whether the `=` just consumed may be meant as the `:` of an argument: `approval(from = "owners")`. */
  private namesArgument(): boolean {
    const follows = this.at(mark[","], -2) || (this.at(mark["("], -2) && this.at(Identifier, -3));
    return follows && this.at(AttributeWord, -1);
  }

  readonly test = this.RULE("test", (): ChainItem => {
    const start = this.LA(1);
    const apply = this.OR<(left: Expression) => Expression>([
      {
        ALT: () => {
          this.CONSUME(word.like);
          const pattern = this.likePatternOf(this.CONSUME(StringToken, { ERR_MSG: "a pattern in quotes" }));
          return (left) => ({ kind: "LikeExpression", span: join(left, pattern), left, pattern });
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.matches);
          const pattern = this.regexOf(this.CONSUME(RegexToken));
          return (left) => ({ kind: "MatchesExpression", span: join(left, pattern), left, pattern });
        },
      },
      {
        ALT: () => {
          this.CONSUME(word.has);
          const first = this.nameOf(this.CONSUME(AttributeWord));
          const path = [first];
          this.MANY(() => {
            this.CONSUME(mark["."]);
            path.push(this.nameOf(this.CONSUME2(AttributeWord)));
          });
          return (object): HasExpression => {
            return { kind: "HasExpression", span: join(object, path.at(-1) ?? first), object, path };
          };
        },
      },
    ]);
    return { kind: "test", span: this.spanOf(start), apply };
  });

  private likePatternOf(token: Token): StringLiteral {
    const pattern = this.stringOf(token);
    if (!this.RECORDING_PHASE) checkLikePattern(pattern, token.image, (found) => this.report(found));
    return pattern;
  }

  /** `Postfix` of the grammar. */
  readonly operand = this.RULE("operand", (): Expression => {
    let expression = this.SUBRULE(this.primary);
    this.MANY(() => {
      const object = expression;
      expression = this.OR<Expression>([
        {
          ALT: () => {
            this.CONSUME(mark["."]);
            const token = this.CONSUME(AttributeWord);
            const name = this.nameOf(token);
            const quoted = token.tokenType === StringToken;
            return { kind: "AttributeExpression", span: this.spanTo(object), object, name, quoted };
          },
        },
        {
          ALT: () => {
            const key = this.SUBRULE(this.index);
            return { kind: "IndexExpression", span: this.spanTo(object), object, key };
          },
        },
      ]);
    });
    return expression;
  });

  readonly index = this.RULE("index", (): Expression => {
    this.enter();
    this.CONSUME(mark["["]);
    const key = this.SUBRULE(this.chain, { ARGS: [level.coalesce] });
    this.CONSUME(mark["]"]);
    this.leave();
    return key;
  });

  private readonly primaries: OrMethodOpts<Expression> = {
    DEF: [
      { ALT: () => this.booleanOf(this.CONSUME(BooleanWord)) },
      { ALT: () => literalOf(this.CONSUME(NumberToken), this.file) },
      { ALT: () => literalOf(this.CONSUME(DurationToken), this.file) },
      { ALT: () => this.stringOf(this.CONSUME(StringToken)) },
      { ALT: () => this.SUBRULE(this.list) },
      { ALT: () => this.SUBRULE(this.parenthesised) },
      {
        GATE: () => this.at(word.if) || this.atQuantifier(),
        IGNORE_AMBIGUITIES: true,
        ALT: () => this.SUBRULE(this.unparenthesised),
      },
      { ALT: () => this.SUBRULE(this.nameOrCall) },
    ],
    ERR_MSG: "an expression",
  };

  readonly primary = this.RULE("primary", (): Expression => this.OR(this.primaries));

  /** The node of `true` or `false`. */
  protected booleanOf(token: Token): { kind: "BooleanLiteral"; span: Expression["span"]; value: boolean } {
    return { kind: "BooleanLiteral", span: this.spanOf(token), value: token.image === "true" };
  }

  readonly parenthesised = this.RULE("parenthesised", (): Expression => {
    const start = this.CONSUME(mark["("]);
    const expression = this.SUBRULE(this.expression);
    this.CONSUME(mark[")"]);
    return { ...expression, span: this.spanFrom(start) };
  });

  /** Not in the language: a quantifier or conditional as an operand, read for the sake of its error. */
  readonly unparenthesised = this.RULE("unparenthesised", (): Expression => {
    const start = this.LA(1);
    const what = this.at(word.if) ? "conditional" : "quantifier";
    const expression = this.OR<Expression>([
      { ALT: () => this.SUBRULE(this.conditional) },
      { ALT: () => this.SUBRULE(this.quantified) },
    ]);
    this.reportAt("missing-parentheses", start, `found a ${what} as an operand; it needs parentheses`, {
      help: `write \`(${start.image} …)\``,
      ...(hasPlainEnd(expression) && { fix: parenthesising(this.spanTo(expression)) }),
    });
    return expression;
  });

  readonly list = this.RULE("list", (): Expression => {
    const start = this.LA(1);
    const elements = this.bracketList(mark["["], mark["]"], () => this.SUBRULE(this.expression));
    return { kind: "ListExpression", span: this.spanFrom(start), elements };
  });

  readonly nameOrCall = this.RULE("nameOrCall", (): Expression => {
    this.failAtNextPart("an expression");
    this.failAtQuantifier();
    const callee = this.nameOf(this.CONSUME(Name, { ERR_MSG: "an expression" }));
    const call = this.OPTION(() => this.SUBRULE(this.callArguments));
    if (call === undefined) return { kind: "NameExpression", span: callee.span, name: callee.text };
    return { kind: "CallExpression", span: this.spanTo(callee), callee, arguments: call };
  });

  /** `any x of xs`: a name is never followed by a name, so a quantifier was meant. */
  private failAtQuantifier(): void {
    if (this.at(Quantifier) && this.at(Identifier, 2) && !this.RECORDING_PHASE) {
      this.SKIP_TOKEN();
      this.SKIP_TOKEN();
      this.failExpecting("`in` and a list");
    }
  }

  readonly callArguments = this.RULE("callArguments", (): readonly Argument[] =>
    this.bracketList(mark["("], mark[")"], () => this.SUBRULE(this.argument)),
  );

  readonly argument = this.RULE("argument", (): Argument => {
    const start = this.LA(1);
    const name = this.OPTION({
      GATE: () => this.at(mark[":"], 2),
      DEF: () => {
        const token = this.CONSUME(AttributeWord);
        this.CONSUME(mark[":"]);
        return this.nameOf(token);
      },
    });
    const value = this.SUBRULE(this.expression);
    return { kind: "Argument", span: this.spanFrom(start), ...(name !== undefined && { name }), value };
  });
}

function operandItem(expression: Expression): ChainItem {
  return { kind: "operand", span: expression.span, expression };
}

function isType(object: Expression, name: NameNode): Expression {
  return { kind: "IsExpression", span: join(object, name), object, name };
}

function join(first: { span: Expression["span"] }, last: { span: Expression["span"] }): Expression["span"] {
  return { file: first.span.file, start: first.span.start, end: last.span.end };
}
