import type { TypedExpression } from "../../check/typed-expression.js";
import { maximumOf, minimumOf } from "../../types/bounds.js";
import type { Type } from "../../types/type.js";

/**
 * Whether two comparisons of an Int with constants plainly say the same: what they differ in lies beyond the bounds of its type, or is a
 * default that both take for the same. False where that is not plain.
 */
export function isSameTest(test: TypedExpression, changed: TypedExpression): boolean {
  const [one, other] = [comparisonOf(test), comparisonOf(changed)];
  if (one === undefined || other === undefined) return false;
  const bounds = rangeWithin(one.operand.type);
  const isRangeSame = isSame(intersection(one.range, bounds), intersection(other.range, bounds));
  return isRangeSame && (one.operand === other.operand || isDefaultSame(one, other));
}

/** That a number is in a range. */
interface Comparison {
  readonly operand: TypedExpression;
  readonly range: Range;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

function comparisonOf(test: TypedExpression): Comparison | undefined {
  const operand = test.kind === "range" ? test.operand : test.kind === "order" ? test.left : undefined;
  const range = rangeOf(test);
  return operand?.type.kind === "Int" && range ? { operand, range } : undefined;
}

function rangeOf(test: TypedExpression): Range | undefined {
  if (test.kind === "order") {
    const bound = integerIn(test.right);
    return bound === undefined ? undefined : beside(test.operator, bound);
  }
  if (test.kind !== "range") return undefined;
  const [first, last] = [integerIn(test.minimum), integerIn(test.maximum)];
  return first === undefined || last === undefined ? undefined : { first, last };
}

function integerIn(expression: TypedExpression): number | undefined {
  if (expression.kind !== "literal" || expression.type.kind !== "Int") return undefined;
  return typeof expression.value === "number" ? expression.value : undefined;
}

/** Whether the operands differ in a default that both comparisons take for the same. */
function isDefaultSame(one: Comparison, other: Comparison): boolean {
  const [before, after] = [one.operand, other.operand];
  if (before.kind !== "coalesce" || after.kind !== "coalesce" || before.left !== after.left) return false;
  const [first, second] = [integerIn(before.right), integerIn(after.right)];
  return first !== undefined && second !== undefined && isIn(first, one.range) === isIn(second, other.range);
}

function isIn(value: number, { first, last }: Range): boolean {
  return first <= value && value <= last;
}

function beside(operator: "<" | "<=" | ">" | ">=", bound: number): Range {
  switch (operator) {
    case "<":
      return { first: Number.NEGATIVE_INFINITY, last: bound - 1 };
    case "<=":
      return { first: Number.NEGATIVE_INFINITY, last: bound };
    case ">":
      return { first: bound + 1, last: Number.POSITIVE_INFINITY };
    case ">=":
      return { first: bound, last: Number.POSITIVE_INFINITY };
  }
}

function rangeWithin(type: Type): Range {
  const bounds = type.kind === "Int" ? type.bounds : undefined;
  return { first: minimumOf(bounds), last: maximumOf(bounds) };
}

function intersection({ first, last }: Range, bounds: Range): Range {
  return { first: Math.max(first, bounds.first), last: Math.min(last, bounds.last) };
}

function isSame(one: Range, other: Range): boolean {
  const areEmpty = one.first > one.last && other.first > other.last;
  return areEmpty || (one.first === other.first && one.last === other.last);
}
