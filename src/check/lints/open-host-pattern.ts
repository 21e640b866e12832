import type { Checker } from "../checker.js";
import type { TypedExpression, TypedLikeExpression } from "../typed-expression.js";
import type { LintedRule } from "./lint.js";

/**
 * Law: a pattern on a host does not start with a star that a letter follows, and one on a URL does not leave its host open: `*example.com`
 * also matches `notexample.com`, and `*example.com*` any address that contains it.
 */
export function lintOpenHostPattern(checker: Checker, rules: readonly LintedRule[]): void {
  for (const { expressions } of rules) {
    for (const test of expressions.filter(isOpen)) {
      checker.report("POL2041", test.span, "this pattern also matches hosts of other people", {
        label: "a look-alike name fits it",
        help: 'test the host and its subdomains: `… within "example.com"`',
      });
    }
  }
}

function isOpen(expression: TypedExpression): boolean {
  if (expression.kind !== "like") return false;
  const { kind } = expression.operand.type;
  if (kind === "Host") return startsOpen(expression);
  return kind === "Url" && !fixesHost(expression);
}

function startsOpen({ pattern }: TypedLikeExpression): boolean {
  const [first, second] = pattern;
  return (
    first?.kind === "any-run" &&
    second !== undefined &&
    !(second.kind === "text" && second.value.startsWith("."))
  );
}

/** The pattern spells out scheme and host up to a slash, or all of the host but whole labels in front. */
function fixesHost({ text }: TypedLikeExpression): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(\*\.)?[^*?/]+(\/|$)/.test(text);
}
