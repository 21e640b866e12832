import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";

/** Whether evaluating an expression can be an error: arithmetic can, and a relation of which nobody knows whether it holds. */
export function canErr(expression: TypedExpression): boolean {
  return hasAny(expression, errorKinds);
}

/** Whether it can be one although all relations are known. */
export function canErrAnswered(expression: TypedExpression): boolean {
  return hasAny(expression, arithmeticKinds);
}

type Kinds = ReadonlySet<TypedExpression["kind"]>;

const arithmeticKinds: Kinds = new Set(["arithmetic", "negate"] as const);
const errorKinds: Kinds = new Set([...arithmeticKinds, "related"] as const);

function hasAny(expression: TypedExpression, kinds: Kinds): boolean {
  if (expression.kind === "has") return false;
  return kinds.has(expression.kind) || childrenOf(expression).some((child) => hasAny(child, kinds));
}
