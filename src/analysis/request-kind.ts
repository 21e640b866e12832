import type { PrincipalEnvironment } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import { groupBy } from "../util/group-by.js";
import type { Analysis, Point } from "./analysis.js";

/**
 * One kind of request, seen from all of its principals at once: their points share their atoms, so what is said of one can be joined with
 * what is said of another, and asked at either.
 */
export interface RequestKind {
  readonly environment: Environment;
  /** The subject's, then the actor's, if there is one. */
  readonly sides: readonly Point[];
}

/** Every kind of request, in the graph's order. */
export function requestKinds({ points, graph }: Analysis): readonly RequestKind[] {
  const sides = groupBy(points, ({ environment }) => environment);
  return graph.environments.map((environment) => ({ environment, sides: sides.get(environment) ?? [] }));
}

/** Who the principal of a point is, as rules have it. */
export function principalOf({ environment, principal }: Point): PrincipalEnvironment {
  const { subject, actor } = environment;
  if (actor === undefined) return { type: subject.type, role: "alone" };
  return principal === "actor"
    ? { type: actor.type, role: "actor", other: subject.type }
    : { type: subject.type, role: "subject", other: actor.type };
}
