import { rememberedOf } from "../../util/remembered.js";
import type { Checker } from "../checker.js";
import { childrenOf } from "../typed-children.js";
import type { TypedExpression } from "../typed-expression.js";
import type { RuleVariant, TypedRule } from "../typed-policy-set.js";

/** A rule with every expression in its variants; one place of the text stands in each variant again. */
export interface LintedRule {
  readonly rule: TypedRule;
  readonly variants: readonly LintedVariant[];
  /** Those of all variants. */
  readonly expressions: readonly TypedExpression[];
}

export interface LintedVariant {
  readonly variant: RuleVariant;
  readonly expressions: readonly TypedExpression[];
}

/** One lint: what is legal and most likely not meant. It reports warnings on rules that checked. */
export type Lint = (checker: Checker, rules: readonly LintedRule[]) => void;

/** A rule as the lints look at it; the next version's rules are mostly these. */
export const lintedRule = rememberedOf((rule: TypedRule): LintedRule => {
  const variants = rule.variants.map((variant) => ({ variant, expressions: expressionsOf(variant) }));
  return { rule, variants, expressions: variants.flatMap(({ expressions }) => expressions) };
});

/** The kinds that some lint looks at: the others are only on the way to them. */
const lintedKinds: ReadonlySet<TypedExpression["kind"]> = new Set<TypedExpression["kind"]>([
  "read",
  "equality",
  "element",
  "containsAll",
  "containsAny",
  "like",
  "matches",
  "within",
]);

/** The expressions of a variant that lints look at: in its scope, its clauses with their remedies, its obligations. */
function expressionsOf(variant: RuleVariant): readonly TypedExpression[] {
  const roots = [
    variant.scope,
    ...variant.clauses.flatMap((clause) => [
      clause.condition,
      ...(clause.remedy?.arguments.map((argument) => argument.value) ?? []),
    ]),
    ...variant.obligations.flatMap((obligation) => obligation.arguments.map((argument) => argument.value)),
  ];
  const found: TypedExpression[] = [];
  const pending: TypedExpression[] = [...roots];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (lintedKinds.has(next.kind)) found.push(next);
    for (const child of childrenOf(next)) pending.push(child);
  }
  return found;
}
