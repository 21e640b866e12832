import type { ArithmeticExpression, TypedExpression } from "../check/typed-expression.js";
import type { Bounds, Type } from "../types/type.js";

/** The numbers that an expression can give, both ends inclusive. */
interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
}

const safe: NumberRange = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
/** 0000-01-01T00:00:00Z, less a day for the offset, to the end of the year 9999 and a day. */
const times: NumberRange = { minimum: -62_167_305_600_000, maximum: 253_402_387_200_000 };
const dates: NumberRange = { minimum: -719_529, maximum: 2_932_897 };

/**
 * Whether arithmetic can never leave the safe integers, by the types of its operands alone: `context.now - context.approval.at` lies
 * within two spans of ten thousand years. Such an expression never errs, and costs no test for it.
 */
export function isSafeArithmetic(expression: ArithmeticExpression): boolean {
  return isWithin(combine(expression, rangeOf(expression.left), rangeOf(expression.right)), safe);
}

function isWithin(inner: NumberRange, outer: NumberRange): boolean {
  return inner.minimum >= outer.minimum && inner.maximum <= outer.maximum;
}

function rangeOf(expression: TypedExpression): NumberRange {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "number"
        ? { minimum: expression.value, maximum: expression.value }
        : safe;
    case "arithmetic":
      // What is not safe is an error, and so gives no number at all.
      return clamp(combine(expression, rangeOf(expression.left), rangeOf(expression.right)));
    case "negate": {
      const { minimum, maximum } = rangeOf(expression.operand);
      return { minimum: -maximum, maximum: -minimum };
    }
    case "if":
      return union(rangeOf(expression.consequent), rangeOf(expression.alternate));
    case "coalesce":
      return union(rangeOf(expression.left), rangeOf(expression.right));
    default:
      return rangeOfType(expression.type);
  }
}

function rangeOfType(type: Type): NumberRange {
  switch (type.kind) {
    case "Int":
    case "Duration":
      return within(type.bounds);
    case "Time":
      return times;
    case "Date":
      return dates;
    default:
      return safe;
  }
}

function within(bounds: Bounds | undefined): NumberRange {
  return clamp({ minimum: bounds?.minimum ?? safe.minimum, maximum: bounds?.maximum ?? safe.maximum });
}

function clamp({ minimum, maximum }: NumberRange): NumberRange {
  return { minimum: Math.max(minimum, safe.minimum), maximum: Math.min(maximum, safe.maximum) };
}

function union(left: NumberRange, right: NumberRange): NumberRange {
  return { minimum: Math.min(left.minimum, right.minimum), maximum: Math.max(left.maximum, right.maximum) };
}

/** The ends of the result are results of the operands' ends: each operator is monotone in each operand. */
function combine({ operator }: ArithmeticExpression, left: NumberRange, right: NumberRange): NumberRange {
  const results = [left.minimum, left.maximum].flatMap((l) =>
    [right.minimum, right.maximum].map((r) => calculate(operator, l, r)),
  );
  return { minimum: Math.min(...results), maximum: Math.max(...results) };
}

function calculate(operator: ArithmeticExpression["operator"], left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
  }
}
