import type { BinaryOperator } from "./ast.js";

/*
 * How strongly operators bind, in the order of §7 of the grammar. The parser resolves its flat lists of operands by this
 * table and the printer writes parentheses by it.
 */

/** The levels from loosest to tightest; `expression` is that of quantifiers and conditionals. */
export const level = {
  expression: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  coalesce: 5,
  sum: 6,
  product: 7,
  unary: 8,
  postfix: 9,
} as const;

/** How strongly something binds. */
export type Level = (typeof level)[keyof typeof level];

/** The level of each binary operator. */
export const binaryLevels: Readonly<Record<BinaryOperator, Level>> = {
  or: level.or,
  and: level.and,
  "==": level.comparison,
  "!=": level.comparison,
  "<": level.comparison,
  "<=": level.comparison,
  ">": level.comparison,
  ">=": level.comparison,
  containsAll: level.comparison,
  containsAny: level.comparison,
  within: level.comparison,
  "??": level.coalesce,
  "+": level.sum,
  "-": level.sum,
  "*": level.product,
};

/** Whether `text` is an operator between two operands that makes a `BinaryExpression`. */
export function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(binaryLevels, text);
}
