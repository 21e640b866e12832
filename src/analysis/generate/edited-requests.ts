import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { nearEdits, type PartEdit } from "./near-edits.js";
import { type Pivot, pivotOf, showsOther } from "./pivot.js";
import { withValue } from "./request-parts.js";
import type { RulePlace } from "./rule-places.js";
import { type ShownRequest, showRequest } from "./shown-request.js";
import { conditionsOf } from "./variant-formulas.js";

/** Requests that differ from one in an attribute that a condition reads, or in two of them. Each is made when it is first asked for. */
export interface EditedRequests {
  /** The first with which a test would fail if the condition were another one. */
  showing(other: TypedExpression): ShownRequest | undefined;
}

/** How many requests with two attributes changed are tried at most. */
const mostPairs = 100;

/** Edits a request on which the rule decides, around its condition `index`. */
export function editRequest(
  policySet: PolicySet,
  { rule, variant, side }: RulePlace,
  index: number,
  { request }: ShownRequest,
): EditedRequests {
  const condition = conditionsOf(variant)[index];
  const edits = condition ? nearEdits(condition, side.principal) : [];
  const changes = [...edits.map((edit) => [edit]), ...pairsOf(edits).slice(0, mostPairs)];
  const pivots: (Pivot | undefined)[] = [];
  const pivotAt = (position: number, change: readonly PartEdit[]): Pivot | undefined => {
    if (position < pivots.length) return pivots[position];
    const edited = change.reduce((each, { part, value }) => withValue(each, part, value), request);
    const shown = showRequest(policySet, edited);
    const pivot = shown && pivotOf(shown, rule, variant, index);
    pivots.push(pivot);
    return pivot;
  };
  return {
    showing(other) {
      for (const [position, change] of changes.entries()) {
        const pivot = pivotAt(position, change);
        if (pivot && showsOther(pivot, index, other)) return pivot.shown;
      }
      return undefined;
    },
  };
}

/** Two changes of different attributes: that one test holds and the other does not. */
function pairsOf(edits: readonly PartEdit[]): readonly (readonly PartEdit[])[] {
  return edits.flatMap((first, index) =>
    edits.slice(index + 1).flatMap((second) => (first.part.key === second.part.key ? [] : [[first, second]])),
  );
}
