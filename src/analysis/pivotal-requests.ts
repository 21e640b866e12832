import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import type { JsonObject } from "../util/json-object.js";
import { type Analysis, ask, matches, matchesNot, noneMatches, type Point } from "./analysis.js";
import { and, type Formula, no } from "./encode/formula.js";
import type { RequestKind } from "./request-kind.js";

/**
 * Requests of a kind that hinge on one of some rules, one for each of the first `most` that has such a request: but for it they would be
 * decided otherwise, and everybody else is allowed. Found one by one, as they are wanted.
 */
export function* pivotalRequests(
  analysis: Analysis,
  kind: RequestKind,
  rules: ReadonlySet<TypedRule>,
  most: number,
): Iterable<JsonObject> {
  const [first] = kind.sides;
  if (first === undefined) return;
  const pivots = kind.sides.flatMap((side) =>
    [...side.scope.allows, ...side.scope.denies]
      .filter(({ rule }) => rules.has(rule))
      .map((body) => ({ side, body })),
  );
  for (const { side, body } of pivots.slice(0, most)) {
    const others = kind.sides.filter((other) => other !== side).map(plainlyAllowed);
    const answer = ask(analysis, first, and(hingesOn(side, body), ...others), () => true);
    if (answer.kind === "found") yield answer.request;
  }
}

/** That a rule alone decides for a principal: it is the only allow and no deny matches, or the only deny of an allowed one. */
function hingesOn(side: Point, pivot: RuleBody): Formula {
  const { allows, denies } = side.scope;
  const noneOf = (bodies: readonly RuleBody[]) =>
    bodies.filter((other) => other !== pivot).map((other) => matchesNot(side, other));
  const allowed = pivot.rule.effect === "allow" ? noneOf(allows) : [firstMatches(side)];
  return and(matches(side, pivot), ...noneOf(denies), ...allowed);
}

/** That a principal is allowed by its first allow: one rule is sooner met than some rule. */
function plainlyAllowed(side: Point): Formula {
  return and(firstMatches(side), noneMatches(side, side.scope.denies));
}

function firstMatches(side: Point): Formula {
  const [first] = side.scope.allows;
  return first === undefined ? no : matches(side, first);
}
