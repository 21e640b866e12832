/* The tree back to text: what other phases use of it. */

export { type FormatResult, format } from "./format.js";
export { printExpression } from "./print-expression.js";
export { print } from "./print-file.js";
export { printAssert, printClause, printRule } from "./print-rule.js";
export { printType } from "./print-type.js";
