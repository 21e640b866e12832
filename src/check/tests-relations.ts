import { contentOf } from "../source/moved.js";
import { rememberedOf } from "../util/remembered.js";
import { childrenOf } from "./typed-children.js";
import type { TypedExpression } from "./typed-expression.js";
import type { PolicySet, RuleVariant, TypedRule } from "./typed-policy-set.js";

/** Whether an expression tests a relation anywhere. */
export function hasRelationTest(expression: TypedExpression): boolean {
  return expression.kind === "related" || childrenOf(expression).some(hasRelationTest);
}

/**
 * Whether a rule tests a relation in some environment. Such a rule is *unresolved* where its condition is an error. That is said of the
 * rule as it is written, not of what is left of it after simplification, so it does not hang on how clever polc is.
 */
export function testsRelations(rule: TypedRule): boolean {
  return variantsTest(contentOf(rule).variants);
}

/** Whether a policy set has to do with relations: it declares some, or tests the one that `in` declares. */
export function usesRelations({ entities, rules, assertions }: PolicySet): boolean {
  const all = [...entities.values()];
  if (all.some(({ relations }) => relations.length > 0)) return true;
  return (
    all.some(({ parents }) => parents.length > 0) &&
    [...rules, ...assertions].some((sentence) => variantsTest(contentOf(sentence).variants))
  );
}

const variantsTest = rememberedOf((variants: readonly RuleVariant[]) =>
  variants.some(({ clauses }) => clauses.some(({ condition }) => hasRelationTest(condition))),
);
