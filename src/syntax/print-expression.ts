// Placeholder until the printer lands: replace this file.
import type { Expression } from "./ast.js";
export function printExpression(expression: Expression): string {
  return expression.kind === "NameExpression" ? expression.name : expression.kind === "AttributeExpression" ? `${printExpression(expression.object)}.${expression.name.text}` : expression.kind;
}
