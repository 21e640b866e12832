import type { PolicySet } from "../../check/typed-policy-set.js";
import { lazy } from "../../util/lazy.js";
import { type ConditionPivots, createConditionPivots } from "./condition-pivots.js";
import { nearEdits, type PartEdit } from "./near-edits.js";
import { withValue } from "./request-parts.js";
import type { RulePlace } from "./rule-places.js";
import { type ShownRequest, showRequest } from "./shown-request.js";
import { conditionsOf } from "./variant-formulas.js";

/** Requests that differ from one in an attribute that a condition reads, or in two of them. */
export interface EditedRequests {
  /** Those with one attribute changed on which the rule hangs by the condition. */
  readonly once: () => ConditionPivots;
  readonly twice: () => ConditionPivots;
}

/** How many requests with two attributes changed are tried at most. */
const mostPairs = 100;

/** Edits a request on which the rule decides, around its condition `index`. */
export function editRequest(
  policySet: PolicySet,
  { rule, variant, side }: RulePlace,
  index: number,
  { request }: ShownRequest,
): EditedRequests | undefined {
  const condition = conditionsOf(variant)[index];
  if (condition === undefined) return undefined;
  const edits = nearEdits(condition, side.principal);
  const pivots = (changes: readonly (readonly PartEdit[])[]) =>
    lazy(() => {
      const found = createConditionPivots(condition, index);
      for (const change of changes) {
        const edited = change.reduce((each, { part, value }) => withValue(each, part, value), request);
        const shown = showRequest(policySet, edited);
        if (shown)
          found.lookAt(
            shown,
            shown.outcomesOf(rule).filter((each) => each.variant === variant),
          );
      }
      return found;
    });
  return { once: pivots(edits.map((edit) => [edit])), twice: pivots(pairsOf(edits).slice(0, mostPairs)) };
}

/** Two changes of different attributes: that one test holds and the other does not. */
function pairsOf(edits: readonly PartEdit[]): readonly (readonly PartEdit[])[] {
  return edits.flatMap((first, index) =>
    edits.slice(index + 1).flatMap((second) => (first.part.key === second.part.key ? [] : [[first, second]])),
  );
}
