import type { Checker } from "../checker.js";
import type { TypedExpression, TypedLikeExpression } from "../typed-expression.js";
import type { TypedRule } from "../typed-policy-set.js";
import { foundIn } from "./lint.js";

/**
 * Law: a pattern on a host is closed at both ends but for whole labels in front, and one on a URL spells out its host: `*example.com` also
 * matches `notexample.com`, `example.*` matches `example.evil.org`, and since `*` runs over slashes too, `https://*.example.com/*` matches
 * `https://evil.org/.example.com/`. A pattern on a URL that names no host is about its path.
 */
export function lintOpenHostPattern(checker: Checker, rules: readonly TypedRule[]): void {
  for (const span of rules.flatMap(openPatterns)) {
    checker.report("POL2041", span, "this pattern also matches hosts of other people", {
      label: "a look-alike name fits it",
      help: 'test the host and its subdomains: `… within "example.com"`',
    });
  }
}

const openPatterns = foundIn(({ expressions }) => expressions.filter(isOpen).map(({ span }) => span));

function isOpen(expression: TypedExpression): boolean {
  if (expression.kind !== "like") return false;
  const { kind } = expression.operand.type;
  if (kind === "Host") return startsOpen(expression) || endsOpen(expression);
  return kind === "Url" && leavesHostOpen(expression.text);
}

function startsOpen({ pattern }: TypedLikeExpression): boolean {
  const [first, second] = pattern;
  return (
    first?.kind === "any-run" &&
    second !== undefined &&
    !(second.kind === "text" && second.value.startsWith("."))
  );
}

function endsOpen({ pattern }: TypedLikeExpression): boolean {
  return pattern.length > 1 && pattern.at(-1)?.kind === "any-run";
}

/** Whether a star stands before or right behind a name that the pattern has where a URL has its host. */
function leavesHostOpen(pattern: string): boolean {
  const [, scheme = "", authority = "", rest = ""] = /^([^/]*:\/\/)?([^/]*)(.*)$/s.exec(pattern) ?? [];
  const host = authority.replace(/:[^:]*$/, "");
  const isHost = scheme !== "" || rest !== "" || authority.endsWith("*");
  return isHost && /[a-z0-9-]\.[a-z]/i.test(host) && (scheme + host).includes("*");
}
