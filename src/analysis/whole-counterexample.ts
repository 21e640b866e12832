import type { TypedRule } from "../check/typed-policy-set.js";
import { type Analysis, ask, type Point, type Replay } from "./analysis.js";
import { besideRule } from "./beside.js";
import { and } from "./encode/formula.js";
import { kindsByAction, principalAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import type { JsonObject } from "./solve/build-request.js";

/** A request that is allowed as a whole, and what becomes of it. */
export interface WholeCounterexample {
  readonly request: JsonObject;
  readonly replay: Replay;
}

/**
 * Against an assertion that a principal is denied, a request of a point's kind with an allowed principal of which both are allowed: it says
 * more than one that the other principal may not make. Undefined where none was found. `rule` is what the assertion describes.
 */
export function wholeCounterexample(
  analysis: Analysis,
  rule: TypedRule,
  point: Point,
): WholeCounterexample | undefined {
  const kind = kindOf(analysis, point);
  if (kind === undefined) return undefined;
  const beside = besideRule({ ...analysis, points: kind.sides }, rule);
  for (const place of beside.points) {
    if (place.point.principal !== point.principal) continue;
    const { holds } = place.point.encoder.truthOf(place.body.condition);
    const goal = and(holds, ...kind.sides.map(principalAllowed));
    let last: Replay | undefined;
    const answer = ask(beside.analysis, place.point, goal, (replay) => {
      last = replay;
      return (
        replay.decision.decision &&
        replay.outcomes.some((each) => each.rule === rule && each.outcome === true)
      );
    });
    if (answer.kind === "found" && last !== undefined) return { request: answer.request, replay: last };
  }
  return undefined;
}

function kindOf(analysis: Analysis, { environment }: Point): RequestKind | undefined {
  const { action, resource, subject, actor } = environment;
  return kindsByAction(analysis)
    .get(action)
    ?.find(
      (kind) =>
        kind.environment.resource === resource &&
        kind.environment.subject.type === subject.type &&
        kind.environment.actor?.type === actor?.type,
    );
}
