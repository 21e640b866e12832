import type { BinaryExpression, Expression, UnaryExpression } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { describeType } from "../types/print-type.js";
import type { Type, TypeKind } from "../types/type.js";
import { checkNumberValue, literal } from "./check-literal.js";
import { checkValue } from "./check-value.js";
import { type Checked, checkedValue, type ExpressionScope } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import type { TypedExpression } from "./typed-expression.js";

const sums: readonly (readonly [TypeKind, "+" | "-", TypeKind, TypeKind])[] = [
  ["Int", "+", "Int", "Int"],
  ["Int", "-", "Int", "Int"],
  ["Duration", "+", "Duration", "Duration"],
  ["Duration", "-", "Duration", "Duration"],
  ["Time", "+", "Duration", "Time"],
  ["Time", "-", "Duration", "Time"],
  ["Duration", "+", "Time", "Time"],
  ["Time", "-", "Time", "Duration"],
];

/** `+`, `-` on Int, Duration and Time; `*` by a constant on Int and Duration. */
export function checkArithmetic(
  scope: ExpressionScope,
  node: BinaryExpression,
  operator: "+" | "-" | "*",
  facts: Facts,
): Checked | undefined {
  const left = checkValue(scope, node.left, facts);
  const right = checkValue(scope, node.right, facts, timeExpectation(left?.expression.type));
  if (!left || !right) return undefined;
  const kind =
    operator === "*"
      ? productKind(left.expression, right.expression)
      : sumKind(left.expression.type, operator, right.expression.type);
  if (!kind) return reportNoResult(scope, node, operator, left, right);
  const expression: TypedExpression = {
    kind: "arithmetic",
    operator,
    left: left.expression,
    right: right.expression,
    type: { kind },
    span: node.span,
  };
  return checkedValue(expression, facts);
}

function timeExpectation(left: Type | undefined): Type | undefined {
  return left?.kind === "Time" ? left : undefined;
}

type ArithmeticKind = "Int" | "Duration" | "Time";

function sumKind(left: Type, operator: "+" | "-", right: Type): ArithmeticKind | undefined {
  const row = sums.find(
    ([first, sign, second]) => first === left.kind && sign === operator && second === right.kind,
  );
  return row?.[3] as ArithmeticKind | undefined;
}

function productKind(left: TypedExpression, right: TypedExpression): ArithmeticKind | undefined {
  if (!isConstant(left) && !isConstant(right)) return undefined;
  if (left.type.kind === "Int" && right.type.kind === "Int") return "Int";
  const scaled =
    (left.type.kind === "Duration" && right.type.kind === "Int") ||
    (left.type.kind === "Int" && right.type.kind === "Duration");
  return scaled ? "Duration" : undefined;
}

function isConstant(expression: TypedExpression): boolean {
  if (expression.kind === "literal") return true;
  if (expression.kind === "negate") return isConstant(expression.operand);
  return expression.kind === "arithmetic" && isConstant(expression.left) && isConstant(expression.right);
}

function reportNoResult(
  scope: ExpressionScope,
  node: BinaryExpression,
  operator: "+" | "-" | "*",
  left: Checked,
  right: Checked,
): undefined {
  const types = `\`${describeType(left.expression.type)}\` ${operator} \`${describeType(right.expression.type)}\``;
  const number = [left, right].some((side) => side.expression.type.kind === "Number");
  const help = number
    ? "a Number is only compared, never calculated with: use Int"
    : operator === "*"
      ? "`*` needs an Int or a Duration, and a constant on one side"
      : "`+` and `-` calculate with Int, Duration and Time";
  scope.report("POL2011", node.span, `${types} has no meaning`, { help });
}

/** Unary `-`: a negative literal, or the negation of an Int or a Duration. */
export function checkNegation(
  scope: ExpressionScope,
  node: UnaryExpression,
  facts: Facts,
): Checked | undefined {
  const negative = checkNegativeLiteral(scope, node, node.operand, facts);
  if (negative !== "no literal") return negative;
  const operand = checkValue(scope, node.operand, facts);
  if (!operand) return undefined;
  const { kind } = operand.expression.type;
  if (kind !== "Int" && kind !== "Duration") {
    scope.report(
      "POL2011",
      node.span,
      `\`${printExpression(node.operand)}\` is \`${describeType(operand.expression.type)}\` and has no negative`,
    );
    return undefined;
  }
  return checkedValue(
    { kind: "negate", operand: operand.expression, type: { kind }, span: node.span },
    facts,
  );
}

function checkNegativeLiteral(
  scope: ExpressionScope,
  node: UnaryExpression,
  operand: Expression,
  facts: Facts,
): Checked | undefined | "no literal" {
  if (operand.kind === "NumberLiteral") return checkNumberValue(scope, operand, -operand.value, facts);
  if (operand.kind !== "DurationLiteral") return "no literal";
  const value = operand.milliseconds === 0 ? 0 : -operand.milliseconds;
  return checkedValue(
    literal(value, { kind: "Duration", bounds: { minimum: value, maximum: value } }, node.span),
    facts,
  );
}
