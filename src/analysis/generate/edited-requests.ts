import type { TypedExpression } from "../../check/typed-expression.js";
import { lazy } from "../../util/lazy.js";
import type { Show } from "./known-requests.js";
import { meetConditions } from "./meet-conditions.js";
import { type Change, nearChanges } from "./near-changes.js";
import type { NearMistake } from "./near-mistakes.js";
import { type Pivot, pivotOf, showsOther } from "./pivot.js";
import type { RulePlace } from "./rule-places.js";
import type { ShownRequest } from "./shown-request.js";
import { conditionsOf } from "./variant-formulas.js";

/** Requests that differ from one in a part that a condition reads, or in two of them. Each is made when it is first asked for. */
export interface EditedRequests {
  /** The first with which a test would fail if a mistake were in the condition. */
  showing(mistake: NearMistake): ShownRequest | undefined;
}

/** Edits a request around the condition `index` of a rule, after its other conditions are met. */
export function editRequest(show: Show, place: RulePlace, index: number, base: ShownRequest): EditedRequests {
  const { rule, variant, side } = place;
  const start = lazy(() => meetConditions(show, place, base, index));
  const condition = conditionsOf(variant)[index];
  const changes: readonly Change[] = condition ? [[], ...nearChanges(condition, side.principal)] : [];
  const pivots = new Map<TypedExpression, Pivot[]>();
  const pivotsOf = (operand: TypedExpression): Pivot[] => {
    const known = pivots.get(operand) ?? [];
    pivots.set(operand, known);
    return known;
  };
  let tried = 0;
  const tryNext = (met: ShownRequest): void => {
    const shown = show(met, changes[tried++] ?? []);
    const pivot = shown && pivotOf(shown, rule, variant, index);
    for (const operand of pivot?.operands() ?? []) if (pivot) pivotsOf(operand).push(pivot);
  };
  return {
    showing(mistake) {
      const met = start();
      if (met === undefined) return undefined;
      const own = pivotsOf(mistake.operand);
      for (let position = 0; ; position += 1) {
        while (position >= own.length && tried < changes.length) tryNext(met);
        const pivot = own[position];
        if (pivot === undefined || showsOther(pivot, index, mistake)) return pivot?.shown;
      }
    },
  };
}
