import { placedIn, rememberedOfContent } from "../../source/moved.js";
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
export type Lint = (checker: Checker, rules: readonly TypedRule[]) => void;

/** What a lint finds in one rule by itself. After an edit most rules are the same, or the same further down. */
export function foundIn<Found>(
  find: (linted: LintedRule) => readonly Found[],
): (rule: TypedRule) => readonly Found[] {
  const known = knownOf(find);
  return (rule) => {
    const found = known(rule);
    return found.length === 0 ? found : placedIn(rule, found);
  };
}

/** The same of what has no places in it, or the places that the rule had when it was first seen. */
export function knownOf<Known>(make: (linted: LintedRule) => Known): (rule: TypedRule) => Known {
  return rememberedOfContent((content) => make(lintedRule(content)));
}

/** A rule as the lints look at it: the same object for the same rule. */
const lintedRule = rememberedOf((rule: TypedRule): LintedRule => {
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
