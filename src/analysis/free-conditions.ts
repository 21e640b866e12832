import { childrenOf } from "../check/typed-children.js";
import type { LogicalExpression, TypedExpression } from "../check/typed-expression.js";
import { lowerTest } from "../ir/lower-expression.js";
import { assertNever } from "../util/invariant.js";
import type { Analysis } from "./analysis.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import { termAt } from "./encode/encode-value.js";
import type { Truth } from "./encode/encoder.js";
import { and, type Formula, type QuantifiedFormula } from "./encode/formula.js";
import { keysOf } from "./encode/keys-of.js";
import { elementPlace } from "./encode/place.js";
import type { Occurrence } from "./occurrences.js";
import { plainlyHolds } from "./plainly-holds.js";
import { sketchRequest } from "./solve/find-request.js";
import { requestMembers } from "./solve/request-members.js";

/**
 * Whether the conditions of a rule are free of each other at a point: each can be true and can be false, and no two speak of the same
 * place of the request. Then every one of them matters, whatever stands between them, and nobody need ask for each by itself.
 *
 * It is a shortcut past questions whose answer would be that there is nothing to report: so "no" costs time, not truth.
 */
export function hasFreeConditions({ graph }: Analysis, { point, variant }: Occurrence): boolean {
  const { encoder } = point;
  const conditions = [variant.scope, ...variant.clauses.map(({ condition }) => condition)];
  const taken = new Set<string>();
  const truthOf = (expression: TypedExpression) => encoder.truthOf(lowerTest(graph.table, expression));
  return conditions.flatMap(leavesOf).every((leaf) => {
    const truth = truthOf(leaf);
    if (leaf === variant.scope && truth.holds.kind === "constant") return truth.holds.value;
    if (!takePlaces(encoder, taken, truth)) return false;
    if (!canHold(encoder, truth.holds) || !canHold(encoder, truth.fails)) return false;
    return !isGuarded(leaf) || hingesOnEach(encoder, leaf.operands.map(truthOf));
  });
}

/** What `and`, `or` and `not` join; a guard and what it guards are one. */
function leavesOf(expression: TypedExpression): readonly TypedExpression[] {
  const isJoined = expression.kind === "and" || expression.kind === "or" || expression.kind === "not";
  return isJoined && !isGuarded(expression) ? childrenOf(expression).flatMap(leavesOf) : [expression];
}

/** `context has risk and context.risk < 50` */
function isGuarded(expression: TypedExpression): expression is LogicalExpression {
  return expression.kind === "and" && expression.operands[0]?.kind === "has";
}

/** Whether each operand of an `and`, but the guard in front, can be what alone fails. */
function hingesOnEach(encoder: NotingEncoder, operands: readonly Truth[]): boolean {
  return operands.slice(1).every((operand) => {
    const others = operands.filter((other) => other !== operand).map(({ holds }) => holds);
    return isFound(encoder, and(...others, operand.fails));
  });
}

/** Adds the places that a condition speaks of to those taken; false if one is taken already, or it is not known what it speaks of. */
function takePlaces(encoder: NotingEncoder, taken: Set<string>, { holds, fails }: Truth): boolean {
  const places = new Set<string>();
  if (![holds, fails].every((formula) => addPlaces(encoder, places, formula))) return false;
  const isFree = [...places].every((place) => !taken.has(place));
  for (const place of places) taken.add(place);
  return isFree;
}

function addPlaces(encoder: NotingEncoder, places: Set<string>, formula: Formula): boolean {
  switch (formula.kind) {
    case "constant":
      return true;
    case "literal":
      return keysOf(formula.atom).every((key) => addPlace(places, key));
    case "and":
    case "or":
      return formula.operands.every((operand) => addPlaces(encoder, places, operand));
    case "some":
    case "every":
      return addPlace(places, formula.list.key) && addPlaces(encoder, places, ofAnElement(encoder, formula));
    default:
      return assertNever(formula);
  }
}

/** What is asked of an element may be about other places, too. */
function ofAnElement(encoder: NotingEncoder, { list, body }: QuantifiedFormula): Formula {
  return body(termAt(encoder, elementPlace(encoder.atoms, list, 0)));
}

/** Adds the members of the request that a key names: all that is below one of them counts as one place. */
function addPlace(places: Set<string>, key: string): boolean {
  const members = requestMembers(key);
  for (const member of members) places.add(member);
  return members.length > 0;
}

const known = new WeakMap<Formula, boolean>();

function canHold(encoder: NotingEncoder, formula: Formula): boolean {
  const answer = known.get(formula) ?? isFound(encoder, formula);
  known.set(formula, answer);
  return answer;
}

function isFound(encoder: NotingEncoder, formula: Formula): boolean {
  return plainlyHolds(encoder, formula) || sketchRequest(encoder, formula, () => true).kind === "found";
}
