import { assertNever } from "../util/invariant.js";
import type {
  Argument,
  BinaryExpression,
  CallExpression,
  ConditionalExpression,
  Expression,
  InExpression,
  IsExpression,
} from "./ast.js";
import { concat, concatAll, type Doc, group, indent, join, line, render } from "./doc.js";
import { binaryLevels, type Level, level } from "./operators.js";
import { printList } from "./print-block.js";
import { bareContext, collectComments, type PrintContext, withComments } from "./print-context.js";
import { printAttributeName, printString } from "./print-string.js";

/** An expression on one line, as messages and generated comments show it. */
export function printExpression(expression: Expression): string {
  return render(expressionDoc(bareContext(), expression), Number.POSITIVE_INFINITY);
}

/** An expression on one line as the operand of a test. */
export function printOperand(expression: Expression): string {
  return render(expressionDoc(bareContext(), expression, level.coalesce), Number.POSITIVE_INFINITY);
}

/**
 * An expression where operators of `loosest` and tighter may stand without parentheses. Parentheses are written where they
 * are needed, and around an `and` inside an `or`: they bind differently, and not every reader knows how.
 */
export function expressionDoc(
  context: PrintContext,
  expression: Expression,
  loosest: Level = level.expression,
): Doc {
  if (levelOf(expression) >= loosest) return bareDoc(context, expression);
  return concat("(", indent(bareDoc(context, expression), 1), ")");
}

function levelOf(expression: Expression): Level {
  switch (expression.kind) {
    case "QuantifiedExpression":
    case "ConditionalExpression":
      return level.expression;
    case "BinaryExpression":
      return binaryLevels[expression.operator];
    case "UnaryExpression":
      return expression.operator === "not" ? level.not : level.unary;
    case "InExpression":
    case "LikeExpression":
    case "MatchesExpression":
    case "HasExpression":
    case "IsExpression":
      return level.comparison;
    default:
      return level.postfix;
  }
}

function bareDoc(context: PrintContext, expression: Expression): Doc {
  switch (expression.kind) {
    case "BooleanLiteral":
      return String(expression.value);
    case "NumberLiteral":
    case "DurationLiteral":
      return expression.text;
    case "StringLiteral":
      return printString(expression.value);
    case "NameExpression":
      return expression.name;
    case "ListExpression":
      return printList(
        "[",
        expression.elements.map((element) => anchoredDoc(context, element)),
        "]",
      );
    case "CallExpression":
      return callDoc(context, expression);
    case "AttributeExpression": {
      const name = expression.quoted
        ? printString(expression.name.text)
        : printAttributeName(expression.name);
      return concat(expressionDoc(context, expression.object, level.postfix), ".", name);
    }
    case "IndexExpression": {
      const object = expressionDoc(context, expression.object, level.postfix);
      return concat(object, "[", expressionDoc(context, expression.key, level.coalesce), "]");
    }
    case "UnaryExpression":
      return expression.operator === "not"
        ? concat("not ", expressionDoc(context, expression.operand, level.not))
        : concat("-", expressionDoc(context, expression.operand, level.unary));
    case "BinaryExpression":
      return binaryDoc(context, expression);
    case "InExpression":
      return inDoc(context, expression);
    case "LikeExpression":
      return testDoc(context, expression.left, `like ${printString(expression.pattern.value)}`);
    case "MatchesExpression":
      return testDoc(context, expression.left, `matches /${expression.pattern.source}/`);
    case "HasExpression":
      return testDoc(context, expression.object, `has ${expression.path.map(printAttributeName).join(".")}`);
    case "IsExpression":
      return isDoc(context, expression);
    case "QuantifiedExpression": {
      const head = `${expression.quantifier} ${expression.variable.text} in `;
      const collection = expressionDoc(context, expression.collection, level.coalesce);
      const body = indent(concat(line, expressionDoc(context, expression.body)));
      return group(head, collection, ":", body);
    }
    case "ConditionalExpression":
      return conditionalDoc(context, expression);
    default:
      return assertNever(expression);
  }
}

/** An expression that comments may stand before and behind. */
function anchoredDoc(context: PrintContext, expression: Expression): Doc {
  return withComments(context, expression, () => expressionDoc(context, expression));
}

function callDoc(context: PrintContext, call: CallExpression): Doc {
  return concat(call.callee.text, argumentsDoc(context, call.arguments));
}

/** The arguments of a call in their parentheses. */
export function argumentsDoc(context: PrintContext, values: readonly Argument[]): Doc {
  return printList(
    "(",
    values.map((argument) => argumentDoc(context, argument)),
    ")",
  );
}

function argumentDoc(context: PrintContext, argument: Argument): Doc {
  return withComments(context, argument, () => {
    const value = expressionDoc(context, argument.value);
    return argument.name === undefined ? value : concat(`${printAttributeName(argument.name)}: `, value);
  });
}

function binaryDoc(context: PrintContext, expression: BinaryExpression): Doc {
  const { operator } = expression;
  if (operator === "and" || operator === "or") return logicDoc(context, expression, operator);
  const at = binaryLevels[operator];
  const rightAssociative = operator === "??";
  const chains = at === level.sum || at === level.product;
  const left = expressionDoc(context, expression.left, chains ? at : tighter(at));
  const right = expressionDoc(context, expression.right, rightAssociative ? at : tighter(at));
  return group(left, ` ${operator}`, indent(concat(line, right)));
}

function tighter(at: Level): Level {
  return at === level.postfix ? at : ((at + 1) as Level);
}

/** A chain of one of `and`, `or` breaks before each operator or nowhere. */
function logicDoc(context: PrintContext, expression: BinaryExpression, operator: "and" | "or"): Doc {
  const operands = chainOf(expression, operator);
  const parts = operands.map((operand, index) =>
    collectComments(context, operand, () => operandDoc(context, operand, operator, index)),
  );
  const [first, ...rest] = parts;
  const lines = rest.map(({ above, doc, behind }) =>
    concatAll([line, ...above, `${operator} `, doc, ...behind]),
  );
  const start = first === undefined ? "" : concat(first.doc, ...first.behind);
  return concatAll([...(first?.above ?? []), group(start, indent(concatAll(lines)))]);
}

function operandDoc(context: PrintContext, operand: Expression, operator: "and" | "or", index: number): Doc {
  const plain = operator === "or" && operand.kind === "BinaryExpression" && operand.operator === "and";
  const loosest = plain ? level.not : tighter(binaryLevels[operator]);
  return indent(expressionDoc(context, operand, loosest), index === 0 ? 0 : operator.length + 1);
}

/** The operands of a left-leaning chain of one operator. */
function chainOf(expression: BinaryExpression, operator: "and" | "or"): readonly Expression[] {
  const operands: Expression[] = [];
  let rest: Expression = expression;
  while (rest.kind === "BinaryExpression" && rest.operator === operator) {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...operands.reverse()];
}

function testDoc(context: PrintContext, left: Expression, test: string): Doc {
  return group(expressionDoc(context, left, level.coalesce), indent(concat(line, test)));
}

function inDoc(context: PrintContext, expression: InExpression): Doc {
  const left = expressionDoc(context, expression.left, level.coalesce);
  const right = expressionDoc(context, expression.right, level.coalesce);
  if (expression.upper === undefined) return group(left, " in ", right);
  return group(left, " in ", right, "..", expressionDoc(context, expression.upper, level.coalesce));
}

function isDoc(context: PrintContext, expression: IsExpression): Doc {
  const object = expressionDoc(context, expression.object, level.coalesce);
  const test = ` is ${expression.name.text}`;
  if (expression.of === undefined) return concat(object, test);
  return concat(object, test, " of ", expressionDoc(context, expression.of, level.coalesce));
}

function conditionalDoc(context: PrintContext, expression: ConditionalExpression): Doc {
  const parts = [
    concat("if ", expressionDoc(context, expression.condition, level.or)),
    concat("then ", expressionDoc(context, expression.consequent)),
    concat("else ", expressionDoc(context, expression.alternate)),
  ];
  return group(indent(join(line, parts)));
}
