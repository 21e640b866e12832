import type { Checker } from "../checker.js";
import type { TypedExpression } from "../typed-expression.js";
import type { TypedRule } from "../typed-policy-set.js";
import { findInRule } from "./lint.js";

/** Attributes under which enforcement points hand on what a caller says about itself (MCP's client info, HTTP's user agent). */
const asserted: ReadonlySet<string> = new Set([
  "client_info",
  "clientInfo",
  "client_name",
  "clientName",
  "user_agent",
  "userAgent",
  "user-agent",
  "self_reported",
  "asserted",
]);

/** Law: no allow rests on what a caller asserts about itself: anybody can assert it. */
export function lintAssertedAttribute(checker: Checker, rules: readonly TypedRule[]): void {
  for (const rule of rules) {
    if (rule.effect !== "allow") continue;
    for (const read of findInRule(rule, isAsserted)) {
      checker.report("POL2046", read.span, "this allow rests on what the caller says about itself", {
        help: "decide by what the enforcement point verified: the principal, its token, the network",
      });
    }
  }
}

function isAsserted(expression: TypedExpression): boolean {
  return expression.kind === "read" && expression.object.kind !== "read" && asserted.has(expression.name);
}
