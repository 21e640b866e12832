import type { TypedClause, TypedExpression } from "../typed-expression.js";

/**
 * The tests that make clauses hold by being true; of an `any`, what it looks for something in as well. Whatever stands in a choice or in a
 * comparison counts for neither side.
 */
export function testsThatHold(clauses: readonly TypedClause[]): readonly TypedExpression[] {
  return clauses.flatMap(({ condition, negated }) => holding(condition, !negated));
}

function holding(expression: TypedExpression, positive: boolean): readonly TypedExpression[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.operands.flatMap((operand) => holding(operand, positive));
    case "not":
      return holding(expression.operand, !positive);
    case "any":
    case "all":
      return [
        ...(positive && expression.kind === "any" ? [expression.collection] : []),
        ...holding(expression.body, positive),
      ];
    default:
      return positive ? [expression] : [];
  }
}
