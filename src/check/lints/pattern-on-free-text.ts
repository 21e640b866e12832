import type { Span } from "../../source/span.js";
import type { Checker } from "../checker.js";
import type { TypedExpression } from "../typed-expression.js";
import type { TypedRule } from "../typed-policy-set.js";
import { foundIn } from "./lint.js";
import { testsThatHold } from "./tests-that-hold.js";

/** Arguments that carry a program or prose: there are always other words for the same thing. */
const freeText: ReadonlySet<string> = new Set([
  "sql",
  "query",
  "statement",
  "command",
  "cmd",
  "script",
  "code",
  "shell",
  "body",
  "content",
  "text",
  "message",
  "prompt",
  "html",
]);

/**
 * Law: no deny rests on free text fitting a pattern, since the text can be written in another way that means the same. One that rests on
 * its not fitting (`deny … unless args.command like "git *"`) names what is allowed, and is none.
 */
export function lintPatternOnFreeText(checker: Checker, rules: readonly TypedRule[]): void {
  for (const span of rules.flatMap(deniedPatterns)) {
    checker.report("POL2042", span, "a deny by pattern on free text can be got around", {
      label: "the same can be said in other words",
      help: "deny the whole action, or allow only what a structured argument names",
    });
  }
}

const deniedPatterns = foundIn(({ rule }): readonly Span[] => {
  if (rule.effect !== "deny") return [];
  const tests = testsThatHold(rule.variants.flatMap(({ clauses }) => clauses));
  return tests.filter(isPatternOnFreeText).map(({ span }) => span);
});

function isPatternOnFreeText(expression: TypedExpression): boolean {
  if (expression.kind !== "like" && expression.kind !== "matches") return false;
  const operand = expression.operand.kind === "lower" ? expression.operand.operand : expression.operand;
  const text = operand.kind === "coalesce" ? operand.left : operand;
  if (text.kind !== "read" || text.type.kind !== "String" || text.object.kind !== "root") return false;
  return text.object.name === "args" && freeText.has(text.name.toLowerCase());
}
