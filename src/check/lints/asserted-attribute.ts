import type { Checker } from "../checker.js";
import type { ReadExpression, TypedExpression } from "../typed-expression.js";
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

/** Where an allow first reads each of them: a guard (`context.mcp has client`) reads what the test after it reads again. */
const assertedReads = foundIn(({ rule, expressions }) => {
  if (rule.effect !== "allow") return [];
  const reads = [...expressions.filter(isAsserted)].reverse();
  return [...new Map(reads.map((read) => [pathOf(read), read.span])).values()].reverse();
});

function pathOf(expression: TypedExpression): string {
  if (expression.kind === "read") return `${pathOf(expression.object)}.${expression.name}`;
  return expression.kind === "root" ? expression.name : "";
}

function isAsserted(expression: TypedExpression): expression is ReadExpression {
  if (expression.kind !== "read") return false;
  if (assertedParts.has(expression.name) || isClientOfMcp(expression)) return true;
  return expression.object.kind !== "read" && assertedNames.has(expression.name);
}

/** `context.mcp.client` of `std.mcp`. */
function isClientOfMcp({ name, object }: ReadExpression): boolean {
  return (
    name === "client" &&
    object.kind === "read" &&
    object.name === "mcp" &&
    object.object.kind === "root" &&
    object.object.name === "context"
  );
}
