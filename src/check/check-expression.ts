import type { BinaryExpression, DurationLiteral, Expression } from "../syntax/ast.js";
import type { Type } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { checkArithmetic, checkNegation } from "./check-arithmetic.js";
import { checkCall } from "./check-call.js";
import {
  checkContainment,
  checkEquality,
  checkLike,
  checkMatches,
  checkOrder,
  checkWithin,
} from "./check-comparison.js";
import { checkHas, checkIs } from "./check-guard.js";
import { checkList, checkNumber, checkString, literal } from "./check-literal.js";
import { checkCoalesce, checkConditional, checkLogical, checkNot, checkQuantified } from "./check-logic.js";
import { checkIn } from "./check-membership.js";
import { checkName } from "./check-name.js";
import { checkAttribute, checkIndex } from "./check-path.js";
import {
  boolType,
  type Checked,
  checkedTest,
  checkedValue,
  type ExpressionScope,
} from "./expression-scope.js";
import type { Facts } from "./facts.js";

/** How large and how deep a rule may grow once its definitions are inlined. */
const maximumNodes = 100_000;
const maximumDepth = 1000;

/**
 * Types one expression in one scope: resolves names and overloads, follows what guards establish, inlines definitions. Undefined
 * after something was reported; then nothing more is said about what contains it. `expected` types literals, and nothing else.
 */
export function checkExpression(
  scope: ExpressionScope,
  node: Expression,
  facts: Facts,
  expected?: Type,
): Checked | undefined {
  const { size } = scope;
  if (size.nodes++ >= maximumNodes || size.depth >= maximumDepth) return reportTooLarge(scope, node);
  size.depth++;
  const checked = checkNode(scope, node, facts, expected);
  size.depth--;
  return checked;
}

function checkNode(
  scope: ExpressionScope,
  node: Expression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  switch (node.kind) {
    case "BooleanLiteral":
      return checkedTest(literal(node.value, boolType, node.span), facts, node.value);
    case "NumberLiteral":
      return checkNumber(scope, node, facts);
    case "DurationLiteral":
      return checkDuration(scope, node, facts);
    case "StringLiteral":
      return checkString(scope, node, facts, expected);
    case "ListExpression":
      return checkList(scope, node, facts, expected);
    case "NameExpression":
      return checkName(scope, node, facts, expected);
    case "CallExpression":
      return checkCall(scope, node, facts);
    case "AttributeExpression":
      return checkAttribute(scope, node, facts);
    case "IndexExpression":
      return checkIndex(scope, node, facts);
    case "UnaryExpression":
      return node.operator === "not" ? checkNot(scope, node, facts) : checkNegation(scope, node, facts);
    case "BinaryExpression":
      return checkBinary(scope, node, facts, expected);
    case "InExpression":
      return checkIn(scope, node, facts);
    case "LikeExpression":
      return checkLike(scope, node, facts);
    case "MatchesExpression":
      return checkMatches(scope, node, facts);
    case "HasExpression":
      return checkHas(scope, node, facts);
    case "IsExpression":
      return checkIs(scope, node, facts);
    case "QuantifiedExpression":
      return checkQuantified(scope, node, facts);
    case "ConditionalExpression":
      return checkConditional(scope, node, facts, expected);
    default:
      return assertNever(node);
  }
}

function reportTooLarge(scope: ExpressionScope, node: Expression): undefined {
  scope.report(
    "POL2030",
    node.span,
    "the rule grows too large once its definitions and constants are inlined",
    {
      help: "definitions that call each other twice and more multiply: simplify them; a list of so many values is better given as an attribute of the context",
    },
  );
}

function checkBinary(
  scope: ExpressionScope,
  node: BinaryExpression,
  facts: Facts,
  expected: Type | undefined,
): Checked | undefined {
  switch (node.operator) {
    case "and":
    case "or":
      return checkLogical(scope, node, node.operator, facts);
    case "==":
    case "!=":
      return checkEquality(scope, node, facts);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkOrder(scope, node, node.operator, facts);
    case "containsAll":
    case "containsAny":
      return checkContainment(scope, node, node.operator, facts);
    case "within":
      return checkWithin(scope, node, facts);
    case "??":
      return checkCoalesce(scope, node, facts, expected);
    case "+":
    case "-":
    case "*":
      return checkArithmetic(scope, node, node.operator, facts);
    default:
      return assertNever(node.operator);
  }
}

function checkDuration(scope: ExpressionScope, node: DurationLiteral, facts: Facts): Checked | undefined {
  const { milliseconds } = node;
  if (!Number.isSafeInteger(milliseconds)) {
    scope.report("POL2017", node.span, `\`${node.text}\` is beyond what a Duration holds`);
    return undefined;
  }
  const type: Type = { kind: "Duration", bounds: { minimum: milliseconds, maximum: milliseconds } };
  return checkedValue(literal(milliseconds, type, node.span), facts);
}
