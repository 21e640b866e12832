import { assertNever } from "../util/invariant.js";
import type { TypedExpression } from "./typed-expression.js";

/** The direct operands of a typed expression, from left to right: what makes walks generic. */
export function childrenOf(expression: TypedExpression): readonly TypedExpression[] {
  switch (expression.kind) {
    case "literal":
    case "entity":
    case "root":
    case "variable":
      return none;
    case "list":
      return expression.elements;
    case "read":
    case "identity":
    case "part":
    case "is":
      return [expression.object];
    case "index":
      return [expression.object, expression.key];
    case "lower":
    case "not":
    case "negate":
    case "like":
    case "matches":
      return [expression.operand];
    case "and":
    case "or":
      return expression.operands;
    case "if":
      return [expression.condition, expression.consequent, expression.alternate];
    case "coalesce":
    case "arithmetic":
    case "equality":
    case "order":
      return [expression.left, expression.right];
    case "range":
      return [expression.operand, expression.minimum, expression.maximum];
    case "element":
      return [expression.element, expression.list];
    case "network":
      return [expression.ip, expression.networks];
    case "hierarchy":
      return [expression.entity, expression.group];
    case "related":
      return [expression.subject, expression.object];
    case "containsAll":
    case "containsAny":
      return [expression.list, expression.elements];
    case "within":
      return [expression.operand, expression.base];
    case "has":
      return [expression.path];
    case "any":
    case "all":
      return [expression.collection, expression.body];
    default:
      return assertNever(expression);
  }
}

/** Half of all expressions have none. */
const none: readonly TypedExpression[] = [];

/** An expression and all that it is made of, each before its parts. */
export function withParts(expression: TypedExpression): readonly TypedExpression[] {
  const parts: TypedExpression[] = [];
  addParts(expression, parts);
  return parts;
}

/** One list for all parts: a list for each part's own would be copied once for each that it stands in. */
function addParts(expression: TypedExpression, parts: TypedExpression[]): void {
  parts.push(expression);
  for (const child of childrenOf(expression)) addParts(child, parts);
}
