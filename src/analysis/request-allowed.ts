import { groupBy } from "../util/group-by.js";
import { type Analysis, noneMatches, type Point, someMatches } from "./analysis.js";
import { and, type Formula } from "./encode/formula.js";
import { type RequestKind, requestKinds } from "./request-kind.js";

/** That a request is allowed, but for its obligations: each of its principals is. */
export function requestAllowed({ sides }: RequestKind): Formula {
  return and(...sides.map(principalAllowed));
}

/** That a point's principal by itself is allowed. */
export function principalAllowed(point: Point): Formula {
  const { allows, denies } = point.scope;
  return and(someMatches(point, allows), noneMatches(point, denies));
}

const known = new WeakMap<Analysis, ReadonlyMap<string, readonly RequestKind[]>>();

/** The kinds of request for each action, by its name; made once for an analysis. */
export function kindsByAction(analysis: Analysis): ReadonlyMap<string, readonly RequestKind[]> {
  const kinds =
    known.get(analysis) ?? groupBy(requestKinds(analysis), ({ environment }) => environment.action);
  known.set(analysis, kinds);
  return kinds;
}
