import type { TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import { nearEdits, type PartEdit } from "./near-edits.js";
import { withValue } from "./request-parts.js";

/** Edits of different parts that are made together. */
export type Change = readonly PartEdit[];

/** How many changes of two parts are tried at most. */
const mostPairs = 100;

/** Changes of one part that may change what a condition makes of a request, then of two of them: that one test holds and the other does not. */
export function nearChanges(condition: TypedExpression, principal: PrincipalRole): readonly Change[] {
  const byRole = known.get(condition) ?? new Map<PrincipalRole, readonly Change[]>();
  known.set(condition, byRole);
  const changes = byRole.get(principal) ?? changesAround(condition, principal);
  byRole.set(principal, changes);
  return changes;
}

const known = new WeakMap<TypedExpression, Map<PrincipalRole, readonly Change[]>>();

function changesAround(condition: TypedExpression, principal: PrincipalRole): readonly Change[] {
  const edits = nearEdits(condition, principal);
  return [...edits.map((edit) => [edit]), ...pairsOf(edits).slice(0, mostPairs)];
}

function pairsOf(edits: readonly PartEdit[]): readonly Change[] {
  return edits.flatMap((first, index) =>
    edits.slice(index + 1).flatMap((second) => (first.part.key === second.part.key ? [] : [[first, second]])),
  );
}

/** The request with the change made. */
export function withChange(request: JsonObject, change: Change): JsonObject {
  return change.reduce((changed, { part, value }) => withValue(changed, part, value), request);
}
