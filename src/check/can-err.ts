import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";

/** Whether evaluating an expression can be an error: only arithmetic can (relations are not decided by yet). */
export function canErr(expression: TypedExpression): boolean {
  if (expression.kind === "has") return false;
  if (expression.kind === "arithmetic" || expression.kind === "negate") return true;
  return childrenOf(expression).some(canErr);
}
