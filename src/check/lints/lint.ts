import type { Checker } from "../checker.js";
import { childrenOf } from "../typed-children.js";
import type { TypedExpression } from "../typed-expression.js";
import type { RuleVariant, TypedRule } from "../typed-policy-set.js";

/** One lint: what is legal and most likely not meant. It reports warnings on rules that checked. */
export type Lint = (checker: Checker, rules: readonly TypedRule[]) => void;

/** Every expression of a variant with its place once: scope, clauses with their remedies, obligations. */
export function expressionsOf(variant: RuleVariant): readonly TypedExpression[] {
  const roots = [
    variant.scope,
    ...variant.clauses.flatMap((clause) => [
      clause.condition,
      ...(clause.remedy?.arguments.map((argument) => argument.value) ?? []),
    ]),
    ...variant.obligations.flatMap((obligation) => obligation.arguments.map((argument) => argument.value)),
  ];
  const found: TypedExpression[] = [];
  const pending = [...roots];
  for (let next = pending.pop(); next; next = pending.pop()) {
    found.push(next);
    pending.push(...childrenOf(next));
  }
  return found;
}

/** Expressions of a rule that pass a test, once per place in the source: variants type the same text again. */
export function findInRule(
  rule: TypedRule,
  matches: (expression: TypedExpression) => boolean,
): readonly TypedExpression[] {
  const found = new Map<string, TypedExpression>();
  for (const variant of rule.variants) {
    for (const expression of expressionsOf(variant)) {
      const { file, start, end } = expression.span;
      if (matches(expression)) found.set(`${file}:${start}:${end}`, expression);
    }
  }
  return [...found.values()];
}
