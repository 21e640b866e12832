import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";

/** Whether evaluating an expression can be an error: arithmetic can, and a relation of which nobody knows whether it holds. */
export function canErr(expression: TypedExpression): boolean {
  if (expression.kind === "has") return false;
  if (errorKinds.has(expression.kind)) return true;
  return childrenOf(expression).some(canErr);
}

const errorKinds: ReadonlySet<TypedExpression["kind"]> = new Set([
  "arithmetic",
  "negate",
  "related",
] as const);
