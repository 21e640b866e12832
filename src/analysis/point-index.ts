import type { RuleVariant } from "../check/typed-policy-set.js";
import { principalOf } from "../ir/lower-beside.js";
import { principalKey } from "../ir/place-variants.js";
import type { Point } from "./analysis.js";

/** A point, as far as it says where it is. */
export type SideOfKind = Pick<Point, "environment" | "principal">;

/** By actions, then by types of resources. */
type PointsOfSide<Side> = Map<string, Map<string, Side>>;

/** Gives the points of a variant, target by target; of a rule on hundreds of actions no key is made. */
export function indexPoints<Side extends SideOfKind>(
  points: Iterable<Side>,
): (variant: RuleVariant) => Iterable<Side> {
  const index = new Map<string, PointsOfSide<Side>>();
  for (const point of points) {
    const { environment, principal } = point;
    const { action, resource = "" } = environment;
    const side = principalOf(environment, principal);
    if (side === undefined) continue;
    const ofSide: PointsOfSide<Side> = index.get(principalKey(side)) ?? new Map();
    index.set(principalKey(side), ofSide);
    const ofAction = ofSide.get(action) ?? new Map<string, Side>();
    ofSide.set(action, ofAction);
    ofAction.set(resource, point);
  }
  return function* ({ principals, targets }) {
    const sides = principals.flatMap((principal) => index.get(principalKey(principal)) ?? []);
    for (const { action, resource = "" } of targets)
      for (const side of sides) {
        const point = side.get(action)?.get(resource);
        if (point !== undefined) yield point;
      }
  };
}
