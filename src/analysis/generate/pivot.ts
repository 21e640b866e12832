import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { evaluateTruth } from "../../interpret/evaluate.js";
import { lazy } from "../../util/lazy.js";
import type { NearMistake } from "./near-mistakes.js";
import { operandsThatMatter } from "./operands-that-matter.js";
import { isPivotal, isTurned, noVariables, type ShownRequest } from "./shown-request.js";
import { conditionsOf } from "./variant-formulas.js";

/** A request on which it depends on one condition of a rule whether the rule matches. */
export interface Pivot {
  readonly shown: ShownRequest;
  /** What became of the rule on the principals where that depends on it. */
  readonly outcomes: readonly RuleOutcome[];
  /** The operands of the condition on which that depends. */
  operands(): ReadonlySet<TypedExpression>;
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
  if (outcomes.length === 0) return undefined;
  return { shown, outcomes, operands: lazy(() => operandsOf(shown, outcomes, index)) };
}

function operandsOf(
  { read }: ShownRequest,
  outcomes: readonly RuleOutcome[],
  index: number,
): ReadonlySet<TypedExpression> {
  const found = outcomes.flatMap(({ variant, principal }) => {
    const condition = conditionsOf(variant)[index];
    const scope = { request: read, principal, variables: noVariables };
    return condition === undefined ? [] : [...operandsThatMatter(condition, scope)];
  });
  return new Set(found);
}

/** Whether a test with the request would fail if a mistake were in one of those operands, of the condition `index`. */
export function showsOther(pivot: Pivot, index: number, mistake: NearMistake): boolean {
  const { shown, outcomes } = pivot;
  if (leavesOperand(pivot, mistake)) return false;
  const turned = outcomes.filter((outcome) => isTurned(shown, outcome, index, mistake.condition));
  return turned.length > 0 && shown.hangsOn(turned) !== "nothing";
}

/** Whether the mistake's own operand comes to the same with it. */
function leavesOperand(
  { shown: { read }, outcomes }: Pivot,
  { condition, operand, changed }: NearMistake,
): boolean {
  if (changed === condition) return false;
  return outcomes.every(({ principal }) => {
    const scope = { request: read, principal, variables: noVariables };
    return evaluateTruth(operand, scope) === evaluateTruth(changed, scope);
  });
}
