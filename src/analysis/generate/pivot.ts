import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { isPivotal, isTurned, type ShownRequest } from "./shown-request.js";

/** A request on which it depends on one condition of a rule whether the rule matches. */
export interface Pivot {
  readonly shown: ShownRequest;
  /** What became of the rule on the principals where that depends on it. */
  readonly outcomes: readonly RuleOutcome[];
}

/** The request as a pivot of the condition `index`, if it is one. */
export function pivotOf(
  shown: ShownRequest,
  rule: TypedRule,
  variant: RuleVariant,
  index: number,
): Pivot | undefined {
  const outcomes = shown
    .outcomesOf(rule)
    .filter((outcome) => outcome.variant === variant && isPivotal(outcome, index));
  return outcomes.length > 0 ? { shown, outcomes } : undefined;
}

/** Whether a test with the request would fail if the condition `index` were another one. */
export function showsOther({ shown, outcomes }: Pivot, index: number, other: TypedExpression): boolean {
  const turned = outcomes.filter((outcome) => isTurned(shown, outcome, index, other));
  return turned.length > 0 && shown.hangsOn(turned) !== "nothing";
}
