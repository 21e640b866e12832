import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import { type ConditionPivots, createConditionPivots } from "./condition-pivots.js";
import type { ShownRequest } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";
import { conditionsOf } from "./variant-formulas.js";

/** The requests so far on which it depends on one of a rule's conditions what is decided: the others are not looked at again. */
export interface RulePivots {
  /** Whether a test with one of them would fail if the condition `index` were another one. */
  show(variant: RuleVariant, index: number, other: TypedExpression): boolean;
}

/** The pivots of a rule among `shown`, as that grows. */
export function createRulePivots(rule: TypedRule, shown: ShownRequests): RulePivots {
  const byVariant = new Map<RuleVariant, readonly ConditionPivots[]>();
  const about = shown.about(rule);
  let seen = 0;
  const pivotsOf = (variant: RuleVariant): readonly ConditionPivots[] => {
    const known = byVariant.get(variant) ?? conditionsOf(variant).map(createConditionPivots);
    byVariant.set(variant, known);
    return known;
  };
  const lookAt = (request: ShownRequest): void => {
    const outcomes = request.outcomesOf(rule);
    for (const variant of new Set(outcomes.map((outcome) => outcome.variant))) {
      const own = outcomes.filter((outcome) => outcome.variant === variant);
      for (const pivots of pivotsOf(variant)) pivots.lookAt(request, own);
    }
  };
  return {
    show(variant, index, other) {
      for (const request of about.slice(seen)) lookAt(request);
      seen = about.length;
      return pivotsOf(variant)[index]?.showing(other) !== undefined;
    },
  };
}
