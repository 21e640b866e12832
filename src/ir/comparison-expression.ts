import type { TypedExpression } from "../check/typed-expression.js";

/** The tests that compare values. */
export type ComparisonExpression = Extract<
  TypedExpression,
  {
    kind:
      | "equality"
      | "order"
      | "range"
      | "element"
      | "network"
      | "hierarchy"
      | "related"
      | "containsAll"
      | "containsAny"
      | "like"
      | "matches"
      | "within"
      | "has"
      | "is";
  }
>;

const comparisonKinds: Readonly<Record<ComparisonExpression["kind"], true>> = {
  equality: true,
  order: true,
  range: true,
  element: true,
  network: true,
  hierarchy: true,
  related: true,
  containsAll: true,
  containsAny: true,
  like: true,
  matches: true,
  within: true,
  has: true,
  is: true,
};

/** Whether an expression is one of them. */
export function isComparison(expression: TypedExpression): expression is ComparisonExpression {
  return Object.hasOwn(comparisonKinds, expression.kind);
}
