import type { BinaryExpression, Expression } from "./ast.js";

/**
 * Whether nothing at the end of a quantifier or conditional could be meant to follow it instead, as the `b` of `any x in xs: a and b`: it
 * reaches as far as it can, and not everyone who writes one knows.
 */
export function hasPlainEnd(expression: Expression): boolean {
  switch (expression.kind) {
    case "QuantifiedExpression":
      return hasPlainEnd(expression.body);
    case "ConditionalExpression":
      return isOperand(expression.alternate) && hasPlainEnd(expression.alternate);
    case "UnaryExpression":
      return hasPlainEnd(expression.operand);
    case "BinaryExpression":
      return isParenthesised(expression) || (expression.operator !== "and" && expression.operator !== "or");
    default:
      return true;
  }
}

/** A conditional has a value of any type, so a test or a sum may be meant to be one of the whole. */
function isOperand(expression: Expression): boolean {
  switch (expression.kind) {
    case "BinaryExpression":
      return isParenthesised(expression);
    case "InExpression":
    case "LikeExpression":
    case "MatchesExpression":
    case "HasExpression":
    case "IsExpression":
      return false;
    default:
      return true;
  }
}

function isParenthesised({ span, left }: BinaryExpression): boolean {
  return span.start < left.span.start;
}
