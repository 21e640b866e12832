import type { Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import { parenthesising } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { invariant } from "../util/invariant.js";
import type { BinaryOperator, Expression, Name } from "./ast.js";
import { binaryLevels, isBinaryOperator, type Level, level } from "./operators.js";
import { printOperand } from "./print-expression.js";
import { syntaxError } from "./syntax-errors.js";

/*
 * Flat lists of operands and operators to trees. The grammar's ladder of ten productions would cost ten calls of the parser
 * for every operand; instead the parser reads `operand { operator operand }` and precedence is resolved here. What the
 * ladder does not derive (`a < b < c`, `a + not b`) is an error with a message of its own.
 */

/** One item of a flat expression, in source order. */
export type ChainItem =
  | { readonly kind: "operand"; readonly span: Span; readonly expression: Expression }
  | { readonly kind: "prefix"; readonly operator: "not" | "-"; readonly span: Span }
  | { readonly kind: "infix"; readonly operator: BinaryOperator | "in" | ".."; readonly span: Span }
  /** `is NAME of`, whose right-hand side follows. */
  | { readonly kind: "relation"; readonly name: Name; readonly span: Span }
  /** A test whose right-hand side is no expression: `like "…"`, `has a.b`, `is T`. */
  | { readonly kind: "test"; readonly span: Span; readonly apply: (left: Expression) => Expression };

interface Chain {
  readonly items: readonly ChainItem[];
  position: number;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The loosest operators that an expression may have where it stands. */
export type ChainLevel = typeof level.or | typeof level.coalesce;

/** The tree of a flat expression. Reports what does not fit together; gives a tree all the same. */
export function resolveChain(
  items: readonly ChainItem[],
  loosest: ChainLevel,
  report: (diagnostic: Diagnostic) => void,
): Expression {
  const first = items[0];
  if (items.length === 1 && first?.kind === "operand") return first.expression;
  const chain: Chain = { items, position: 0, report };
  const tree = loosest === level.or ? resolveLogic(chain, level.or) : resolveCoalesce(chain);
  const rest = items[chain.position];
  if (rest !== undefined) report(misplaced(rest, loosest));
  return tree;
}

/** The fix that moves a `not` that stands behind `items` before their last operand, unless that is a test already. */
export function movingNot(items: readonly ChainItem[], span: Span): Fix | undefined {
  const before = items.findLastIndex(
    (item) =>
      (item.kind === "prefix" && item.operator === "not") ||
      (item.kind === "infix" && (item.operator === "and" || item.operator === "or")),
  );
  const operand = items.slice(before + 1);
  const start = operand[0]?.span.start ?? span.start;
  if (operand.some(isTest)) return undefined;
  const edits = [
    { span: { ...span, start, end: start }, text: "not " },
    { span, text: "" },
  ];
  return { title: "write `not` before the test", edits };
}

function misplaced(item: ChainItem, loosest: ChainLevel): Diagnostic {
  if (item.kind === "infix" && item.operator === "..") {
    return syntaxError("unexpected-token", item.span, "found `..` outside a range test", {
      help: "a range stands after `in`: `n in 1..9`",
    });
  }
  const where =
    loosest === level.coalesce ? "a test or logic here needs parentheses" : "this needs parentheses";
  return syntaxError("missing-parentheses", item.span, `found ${describe(item)}; ${where}`, {
    help: "put parentheses around the whole operand",
  });
}

function describe(item: ChainItem): string {
  if (item.kind === "infix" || item.kind === "prefix") return `\`${item.operator}\``;
  return item.kind === "relation" ? "`is`" : "an operator";
}

function resolveLogic(chain: Chain, at: typeof level.or | typeof level.and): Expression {
  const operator = at === level.or ? "or" : "and";
  const operand = () => (at === level.or ? resolveLogic(chain, level.and) : resolveNot(chain));
  let left = operand();
  while (takeInfix(chain, operator)) left = binary(operator, left, operand());
  return left;
}

function resolveNot(chain: Chain): Expression {
  return resolvePrefixes(chain, "not", resolveComparison);
}

/** Prefix operators without recursion: there may be thousands. */
function resolvePrefixes(
  chain: Chain,
  operator: "not" | "-",
  operand: (chain: Chain) => Expression,
): Expression {
  const spans: Span[] = [];
  for (
    let item = current(chain);
    item?.kind === "prefix" && item.operator === operator;
    item = current(chain)
  ) {
    spans.push(item.span);
    chain.position++;
  }
  return spans.reduceRight<Expression>(
    (inner, span) => ({ kind: "UnaryExpression", span: join(span, inner.span), operator, operand: inner }),
    operand(chain),
  );
}

function resolveComparison(chain: Chain): Expression {
  let left = resolveCoalesce(chain);
  for (let tests = 0; ; tests++) {
    const item = current(chain);
    if (item === undefined || !isTest(item)) return left;
    if (tests === 1) chain.report(chained(chain, item, left));
    left = resolveTest(chain, left, item);
  }
}

function isTest(item: ChainItem): boolean {
  if (item.kind === "test" || item.kind === "relation") return true;
  if (item.kind !== "infix" || item.operator === "..") return false;
  return item.operator === "in" || binaryLevels[item.operator] === level.comparison;
}

function chained(chain: Chain, item: ChainItem, left: Expression): Diagnostic {
  return syntaxError(
    "chained-comparison",
    item.span,
    "found a comparison of a comparison; tests do not chain",
    {
      related: [{ span: left.span, message: "this is a test already" }],
      help: "join two tests by `and`: `a < b and b < c`",
      ...fixForChained(chain, item, left),
    },
  );
}

/** `a < b < c` orders three values, since a Bool has no order; `not` would reach over the first two alone. */
function fixForChained(chain: Chain, item: ChainItem, left: Expression): { fix?: Fix } {
  const first = chain.items.findIndex(({ span }) => span.start >= left.span.start);
  if (left.kind !== "BinaryExpression" || chain.items[first - 1]?.kind === "prefix") return {};
  const directions = [left, item].map((test) => ("operator" in test ? /^[<>]/.exec(test.operator)?.[0] : ""));
  if (!directions[0] || directions[0] !== directions[1]) return {};
  const { file, end } = left.span;
  const text = ` and ${printOperand(left.right)}`;
  return { fix: { title: "join two tests by `and`", edits: [{ span: { file, start: end, end }, text }] } };
}

function resolveTest(chain: Chain, left: Expression, item: ChainItem): Expression {
  chain.position++;
  if (item.kind === "test") return item.apply(left);
  const right = resolveCoalesce(chain);
  const span = join(left.span, right.span);
  if (item.kind === "relation")
    return { kind: "IsExpression", span, object: left, name: item.name, of: right };
  invariant(
    item.kind === "infix" && item.operator !== "..",
    "a test is an infix operator, a relation or applied",
  );
  if (item.operator !== "in") return binary(item.operator, left, right);
  if (!takeInfix(chain, "..")) return { kind: "InExpression", span, left, right };
  const upper = resolveCoalesce(chain);
  return { kind: "InExpression", span: join(left.span, upper.span), left, right, upper };
}

/** `??` associates to the right. */
function resolveCoalesce(chain: Chain): Expression {
  const operands = [resolveArithmetic(chain, level.sum)];
  while (takeInfix(chain, "??")) operands.push(resolveArithmetic(chain, level.sum));
  return operands.reduceRight((right, left) => binary("??", left, right));
}

function resolveArithmetic(chain: Chain, at: typeof level.sum | typeof level.product): Expression {
  const operand = () => (at === level.sum ? resolveArithmetic(chain, level.product) : resolveUnary(chain));
  let left = operand();
  for (let operator = takeLevel(chain, at); operator !== undefined; operator = takeLevel(chain, at)) {
    left = binary(operator, left, operand());
  }
  return left;
}

function resolveUnary(chain: Chain): Expression {
  return resolvePrefixes(chain, "-", resolveOperand);
}

function resolveOperand(chain: Chain): Expression {
  const item = current(chain);
  chain.position++;
  if (item?.kind === "operand") return item.expression;
  invariant(item?.kind === "prefix", "an operand or a prefix operator begins every operand");
  const operand = resolvePrefixedOperand(chain);
  const next = current(chain);
  const isLast =
    next === undefined || (next.kind === "infix" && (next.operator === "and" || next.operator === "or"));
  chain.report(misplacedPrefix(item.operator, item.span, isLast ? operand : undefined));
  return operand;
}

/** What follows a misplaced `not`: read as an operand, so that it gives no second error. */
function resolvePrefixedOperand(chain: Chain): Expression {
  while (current(chain)?.kind === "prefix") chain.position++;
  const item = chain.items[chain.position++];
  invariant(item?.kind === "operand", "an operand follows its prefix operators");
  return item.expression;
}

/** The mend is certain where nothing follows `operand` that might belong to it. */
function misplacedPrefix(operator: string, span: Span, operand: Expression | undefined): Diagnostic {
  return syntaxError(
    "missing-parentheses",
    span,
    `found \`${operator}\` as an operand; it needs parentheses`,
    {
      help: `\`${operator}\` takes the whole test after it: write \`(${operator} …)\` for an operand`,
      ...(operand && { fix: parenthesising(join(span, operand.span)) }),
    },
  );
}

function current(chain: Chain): ChainItem | undefined {
  return chain.items[chain.position];
}

function takeInfix(chain: Chain, operator: BinaryOperator | ".."): boolean {
  const item = current(chain);
  if (item?.kind !== "infix" || item.operator !== operator) return false;
  chain.position++;
  return true;
}

function takeLevel(chain: Chain, at: Level): BinaryOperator | undefined {
  const item = current(chain);
  if (item?.kind !== "infix" || !isBinaryOperator(item.operator)) return undefined;
  if (binaryLevels[item.operator] !== at) return undefined;
  chain.position++;
  return item.operator;
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "BinaryExpression", span: join(left.span, right.span), operator, left, right };
}

function join(first: Span, last: Span): Span {
  return { file: first.file, start: first.start, end: last.end };
}
