import type { Environment } from "../ir/decision-graph.js";
import { targetKey } from "../ir/place-variants.js";
import type { Point } from "./analysis.js";

/** Names for a kind of request, its call and the points from which it is seen: the same in every version of a policy set. */
export interface PointPlaces {
  /** The action, and the type of resource. */
  readonly target: string;
  readonly kind: string;
  readonly subject: string;
  readonly actor: string;
}

/** The names of an environment; made once. */
export function pointPlaces(environment: Environment): PointPlaces {
  const places = known.get(environment) ?? namesOf(environment);
  known.set(environment, places);
  return places;
}

/** The name of a point. */
export function pointPlace({ environment, principal }: Pick<Point, "environment" | "principal">): string {
  return pointPlaces(environment)[principal];
}

const known = new WeakMap<Environment, PointPlaces>();

/** Names of types have no spaces, and an action's name is last. */
function namesOf({ action, resource, subject, actor }: Environment): PointPlaces {
  const target = targetKey(action, resource);
  const kind = `${subject.type} ${actor?.type ?? ""} ${target}`;
  return { target, kind, subject: `subject ${kind}`, actor: `actor ${kind}` };
}
