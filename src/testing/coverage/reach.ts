import { type Analysis, findWithin, type Point } from "../../analysis/analysis.js";
import type { Truth } from "../../analysis/encode/encoder.js";
import type { Formula } from "../../analysis/encode/formula.js";
import { createOccurrences, type Occurrence } from "../../analysis/occurrences.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import { lowerTest } from "../../ir/lower-expression.js";
import type { JsonObject } from "../../util/json-object.js";
import { shapeOf } from "./condition-tree.js";
import { hingeFormula, matchedFormula, outcomeFormula, type ShapeFormulas } from "./coverage-formulas.js";
import { type CoverageRecorder, createCoverageRecorder } from "./coverage-recorder.js";
import type { HingeName, OutcomeName, RuleTally, Tally } from "./tally.js";

/** Whether a request can show something: one that does; `unreachable` is proved; `unsettled` is neither. */
export type Reached =
  | { readonly kind: "reached"; readonly request: JsonObject }
  | { readonly kind: "unreachable" | "unsettled" };

/** What requests can show of a rule: each question is asked once, when somebody wants to know. */
export interface RuleReach {
  matched(): Reached;
  outcome(condition: string, name: OutcomeName): Reached;
  hinge(condition: string, name: HingeName): Reached;
}

/** Asks the analysis what requests can show. What a request shows that was found for something else is not asked again. */
export function createReach(analysis: Analysis): (rule: TypedRule) => RuleReach {
  const occurrences = createOccurrences(analysis);
  const witnesses = createCoverageRecorder(analysis.policySet);
  const known = new Map<string, RuleReach>();
  return (rule) => {
    const tally = witnesses.rules.get(rule.id);
    const reach =
      known.get(rule.id) ??
      (tally
        ? reachOf({ analysis, tally, see: witnesses.see, places: placesOf(analysis, occurrences.of(rule)) })
        : nowhere);
    known.set(rule.id, reach);
    return reach;
  };
}

/** The same, but that what some requests have shown is reached, whether or not the analysis can settle it. */
export function withShown(
  reachOf: (rule: TypedRule) => RuleReach,
  { rules }: CoverageRecorder,
): (rule: TypedRule) => RuleReach {
  const settled = (answer: Reached, shown: Tally | undefined): Reached =>
    answer.kind === "unsettled" && shown?.first ? { kind: "reached", request: shown.first } : answer;
  return (rule) => {
    const reach = reachOf(rule);
    const tally = rules.get(rule.id);
    return {
      matched: () => settled(reach.matched(), tally?.matched),
      outcome: (key, name) => settled(reach.outcome(key, name), tally?.conditions.get(key)?.outcomes[name]),
      hinge: (key, name) => settled(reach.hinge(key, name), tally?.conditions.get(key)?.hinges[name]),
    };
  };
}

const nowhere: RuleReach = {
  matched: () => ({ kind: "unsettled" }),
  outcome: () => ({ kind: "unsettled" }),
  hinge: () => ({ kind: "unsettled" }),
};

interface RuleSearch {
  readonly analysis: Analysis;
  /** Of the requests that were found. */
  readonly tally: RuleTally;
  readonly see: (request: JsonObject) => void;
  readonly places: () => readonly Place[];
}

/** A rule at a point, as formulas. */
interface Place extends ShapeFormulas {
  readonly point: Point;
  /** That an expression is true. */
  holds(expression: TypedExpression): Formula;
}

function reachOf(search: RuleSearch): RuleReach {
  const { tally } = search;
  const answers = new Map<string, Reached>();
  const once = (key: string, wanted: Tally | undefined, goal: (place: Place) => Formula | undefined) => {
    const answer = answers.get(key) ?? (wanted ? searchFor(search, wanted, goal) : { kind: "unsettled" });
    answers.set(key, answer);
    return answer;
  };
  return {
    matched: () => once("matched", tally.matched, matchedFormula),
    outcome: (key, name) =>
      once(`${key} ${name}`, tally.conditions.get(key)?.outcomes[name], (place) =>
        outcomeAt(place, key, name),
      ),
    hinge: (key, name) =>
      once(`${key} ${name}`, tally.conditions.get(key)?.hinges[name], (place) => {
        const index = indexOf(place, key);
        return index < 0 ? undefined : hingeFormula(place, index, name);
      }),
  };
}

function indexOf({ shape }: Place, key: string): number {
  return shape.conditions.findIndex((condition) => condition.key === key);
}

/** That a condition comes to an outcome; undefined where the rule, as it is typed there, does not have it. */
function outcomeAt(place: Place, key: string, name: OutcomeName): Formula | undefined {
  const index = indexOf(place, key);
  if (index >= 0) return outcomeFormula(place, index, name);
  const inner = place.shape.inner.find((condition) => condition.key === key);
  return inner === undefined || name === "error" ? undefined : place.holds(inner.some[name]);
}

/** Searches at one place after the other for a request that `wanted` then counts. */
function searchFor(
  { analysis, see, places }: RuleSearch,
  wanted: Tally,
  goal: (place: Place) => Formula | undefined,
): Reached {
  let isProved = true;
  const isFound = (): boolean => wanted.first !== undefined;
  for (const place of isFound() ? [] : places()) {
    const formula = goal(place);
    if (formula === undefined) continue;
    const answer = findWithin(analysis, place.point.encoder, formula, (request) => {
      see(request);
      return isFound();
    });
    if (analysis.budget.isSpent) return { kind: "unsettled" };
    if (answer.kind === "found") break;
    if (answer.kind === "unknown") isProved = false;
  }
  if (wanted.first !== undefined) return { kind: "reached", request: wanted.first };
  return { kind: isProved ? "unreachable" : "unsettled" };
}

/** Where a rule is in scope: points where its formulas are the same count once. */
function placesOf(analysis: Analysis, occurrences: Iterable<Occurrence>): () => readonly Place[] {
  let places: readonly Place[] | undefined;
  return () => {
    if (places !== undefined) return places;
    const distinct = new Map<Point["encoder"]["truthOf"], Set<Occurrence["variant"]>>();
    places = [...occurrences].flatMap((occurrence) => {
      const variants = distinct.get(occurrence.point.encoder.truthOf) ?? new Set();
      distinct.set(occurrence.point.encoder.truthOf, variants);
      if (variants.has(occurrence.variant)) return [];
      variants.add(occurrence.variant);
      return [placeAt(analysis, occurrence)];
    });
    return places;
  };
}

function placeAt({ graph }: Analysis, { point, rule, variant }: Occurrence): Place {
  const shape = shapeOf(variant);
  const truthIn = (expression: TypedExpression): Truth =>
    point.encoder.truthOf(lowerTest(graph.table, expression));
  const truths = new Map<number, Truth>();
  return {
    point,
    rule,
    shape,
    holds: (expression) => truthIn(expression).holds,
    truthOf(index) {
      const truth = truths.get(index) ?? truthIn(shape.conditions[index]?.expression ?? variant.scope);
      truths.set(index, truth);
      return truth;
    },
  };
}
