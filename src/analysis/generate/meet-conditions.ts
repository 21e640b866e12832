import type { Show } from "./known-requests.js";
import { nearChanges } from "./near-changes.js";
import type { RulePlace } from "./rule-places.js";
import type { ShownRequest } from "./shown-request.js";
import { conditionsOf } from "./variant-formulas.js";

/**
 * A request that is like another one but meets the conditions of a rule, all or all but one (`except`), by the values that their literals
 * suggest: one condition after the other, each left as it was met. Undefined where that does not get there, which says nothing.
 */
export function meetConditions(
  show: Show,
  place: RulePlace,
  start: ShownRequest,
  except?: number,
): ShownRequest | undefined {
  const wanted: number[] = [];
  let met: ShownRequest | undefined = start;
  for (let index = 0; index < conditionsOf(place.variant).length && met; index += 1) {
    if (index === except) continue;
    wanted.push(index);
    met = meetCondition(show, place, met, index, wanted);
  }
  return met;
}

function meetCondition(
  show: Show,
  place: RulePlace,
  start: ShownRequest,
  index: number,
  wanted: readonly number[],
): ShownRequest | undefined {
  if (areMet(place, start, wanted)) return start;
  const condition = conditionsOf(place.variant)[index];
  for (const change of condition ? nearChanges(condition, place.side.principal) : []) {
    const shown = show(start, change);
    if (shown && areMet(place, shown, wanted)) return shown;
  }
  return undefined;
}

function areMet({ rule, variant, side }: RulePlace, shown: ShownRequest, wanted: readonly number[]): boolean {
  return shown
    .outcomesOf(rule)
    .some(
      (outcome) =>
        outcome.variant === variant &&
        outcome.principal === side.principal &&
        wanted.every((index) => (index === 0 ? outcome.scope : outcome.clauses[index - 1]) === true),
    );
}
