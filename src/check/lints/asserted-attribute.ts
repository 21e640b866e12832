import type { Checker } from "../checker.js";
import type { TypedExpression } from "../typed-expression.js";
import type { TypedRule } from "../typed-policy-set.js";
import { foundIn } from "./lint.js";

/** Attributes under which enforcement points hand on what a caller says about itself (MCP's client info, HTTP's user agent). */
const assertedNames: ReadonlySet<string> = new Set([
  "client_info",
  "clientInfo",
  "client_name",
  "clientName",
  "user_agent",
  "userAgent",
  "user-agent",
]);

/** What a policy set itself calls asserted, wherever it stands: `context.asserted.department`. */
const assertedParts: ReadonlySet<string> = new Set(["asserted", "self_reported"]);

/** Law: no allow rests on what a caller asserts about itself: anybody can assert it. */
export function lintAssertedAttribute(checker: Checker, rules: readonly TypedRule[]): void {
  for (const span of rules.flatMap(assertedReads)) {
    checker.report("POL2046", span, "this allow rests on what the caller says about itself", {
      help: "decide by what the enforcement point verified: the principal, its token, the network",
    });
  }
}

const assertedReads = foundIn(({ rule, expressions }) =>
  rule.effect === "allow" ? expressions.filter(isAsserted).map(({ span }) => span) : [],
);

function isAsserted(expression: TypedExpression): boolean {
  if (expression.kind !== "read") return false;
  if (assertedParts.has(expression.name) || isClientOfMcp(expression)) return true;
  return expression.object.kind !== "read" && assertedNames.has(expression.name);
}

/** `context.mcp.client` of `std.mcp`. */
function isClientOfMcp({ name, object }: TypedExpression & { readonly kind: "read" }): boolean {
  return (
    name === "client" &&
    object.kind === "read" &&
    object.name === "mcp" &&
    object.object.kind === "root" &&
    object.object.name === "context"
  );
}
