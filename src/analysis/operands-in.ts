import type { LogicalExpression, TypedClause, TypedExpression } from "../check/typed-expression.js";
import type { Span } from "../source/span.js";
import { countSteps } from "./steps.js";

/** An operand of `and` or `or` that is written in a clause. */
export interface Operand {
  /** The same for the same place in the text, however the rule is typed. */
  readonly key: string;
  readonly of: LogicalExpression["kind"];
  readonly expression: TypedExpression;
  /** The operands to its right. */
  readonly after: readonly TypedExpression[];
}

type Written = Pick<TypedClause, "condition" | "span">;

/**
 * The operands of a clause that are reached through `and`, `or` and `not` alone and are written in it: outer ones before those in them,
 * the last ones first.
 */
export function operandsIn({ condition, span }: Written): readonly Operand[] {
  if (!isWithin(condition.span, span)) return [];
  const inside = (expression: TypedExpression) => operandsIn({ condition: expression, span });
  if (condition.kind === "not") return inside(condition.operand);
  if (condition.kind !== "and" && condition.kind !== "or") return [];
  const { kind, operands } = condition;
  const own = operands.flatMap((expression, index): Operand[] => {
    if (!isWithin(expression.span, span)) return [];
    return [{ key: keyOf(expression), of: kind, expression, after: operands.slice(index + 1) }];
  });
  return [...own.reverse(), ...operands.flatMap(inside)];
}

/** A clause's condition without some operands; undefined where they are not all there, or nothing would be left of a junction. */
export function withoutOperands(
  { condition, span }: Written,
  keys: ReadonlySet<string>,
): TypedExpression | undefined {
  const present = new Set(operandsIn({ condition, span }).map(({ key }) => key));
  countSteps(present.size * stepsOfOperand);
  return [...keys].every((key) => present.has(key)) ? remove(condition, keys) : undefined;
}

/** How many steps it is to leave an operand as it is, and to say what it means. */
const stepsOfOperand = 75;

function remove(expression: TypedExpression, keys: ReadonlySet<string>): TypedExpression | undefined {
  if (expression.kind === "not") {
    const operand = remove(expression.operand, keys);
    return operand && { ...expression, operand };
  }
  if (expression.kind !== "and" && expression.kind !== "or") return expression;
  const operands: TypedExpression[] = [];
  for (const each of expression.operands) {
    if (keys.has(keyOf(each))) continue;
    const kept = remove(each, keys);
    if (kept === undefined) return undefined;
    operands.push(kept);
  }
  const [only] = operands;
  return operands.length > 1 ? { ...expression, operands } : only;
}

function keyOf({ span }: TypedExpression): string {
  return `${span.start} ${span.end}`;
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
}
