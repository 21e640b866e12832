import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";
import type { TypedRule } from "./typed-policy-set.js";

/** Whether an expression tests a relation anywhere. */
export function hasRelationTest(expression: TypedExpression): boolean {
  return expression.kind === "related" || childrenOf(expression).some(hasRelationTest);
}

/**
 * Whether a rule tests a relation in some environment. Such a rule is *unresolved* where its condition is an error. That is said of the
 * rule as it is written, not of what is left of it after simplification, so it does not hang on how clever polc is.
 */
export function testsRelations(rule: TypedRule): boolean {
  const known =
    answers.get(rule) ??
    rule.variants.some(({ clauses }) => clauses.some(({ condition }) => hasRelationTest(condition)));
  answers.set(rule, known);
  return known;
}

const answers = new WeakMap<TypedRule, boolean>();
