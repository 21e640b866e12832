import { type Analysis, noneMatches } from "../../analysis/analysis.js";
import { and, type Formula, no, or } from "../../analysis/encode/formula.js";
import { type RulePlace, rulePlaces } from "../../analysis/generate/rule-places.js";
import { findRequest } from "../../analysis/solve/find-request.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import { readRequest } from "../../interpret/read-request.js";
import { lowerTest } from "../../ir/lower-expression.js";
import type { JsonObject } from "../../util/json-object.js";
import { pick, seededChoices } from "../choices.js";
import { shapeOf } from "../coverage/condition-tree.js";
import { outcomeFormula, type ShapeFormulas } from "../coverage/coverage-formulas.js";
import { harvest } from "../request/harvest.js";
import { conditionsOf, createGoals, type Goal, type Goals, reaches } from "./goals.js";
import { relationEdges } from "./relation-edges.js";
import { isVisible, type Sighting, sightRequest } from "./sighting.js";
import { varyRequest } from "./vary-request.js";

/**
 * Requests that between them show what there is to show of rules (`goals.ts`): that it matches, and decides, each outcome of each
 * condition, and the edges that a mistake would move. Each is the smallest of its kind, and shows something that none before it does. The
 * same requests for the same policy set; what no request can show is not among them.
 */
export function witnessRequests(
  analysis: Analysis,
  rules: readonly TypedRule[] = analysis.policySet.rules,
): readonly JsonObject[] {
  const { policySet } = analysis;
  const goals = createGoals();
  const search: Search = { analysis, goals, found: [], unsettled: new Set() };
  for (const { request } of policySet.tests) note(search, sightRequest(policySet, request));
  const places = rulePlaces(analysis);
  for (const rule of rules) for (const place of places.get(rule.id) ?? []) askAt(search, place);
  for (const rule of search.unsettled) lookAround(search, rule);
  const edges = rules.flatMap((rule) => edgesOf(search, rule));
  return [...search.found.map(({ request }) => request), ...edges];
}

interface Search {
  readonly analysis: Analysis;
  readonly goals: Goals;
  /** The requests that showed something. */
  readonly found: Sighting[];
  /** Rules of which the analysis could not say whether they ever match, or how a condition ever comes out. */
  readonly unsettled: Set<TypedRule>;
}

function note({ goals, found }: Search, sighting: Sighting | undefined): void {
  if (sighting !== undefined && goals.see(sighting)) found.push(sighting);
}

/** Whether coverage counts it. */
function isBasic({ kind }: Goal): boolean {
  return kind === "matches" || kind === "comes-out";
}

/** How many requests are tried for a rule beside those that the analysis found. */
const mostTries = 500;

/** Varies the requests that are nearest to a rule: what is beyond the analysis may be a few steps away. */
function lookAround(search: Search, rule: TypedRule): void {
  const { policySet } = search.analysis;
  const known = harvest(policySet);
  const bases = search.found.filter(({ outcomes }) => outcomes.some((outcome) => outcome.rule === rule));
  const lacks = () => rule.variants.some((variant) => search.goals.open(rule, variant).some(isBasic));
  for (let seed = 0; seed < mostTries && bases.length > 0 && lacks(); seed++) {
    const choices = seededChoices(seed);
    let { request } = pick(choices, bases);
    for (let steps = choices.int(1, 3); steps > 0; steps--)
      request = varyRequest(policySet, known, choices, request);
    note(search, sightRequest(policySet, request));
  }
}

/** Asks for what is not shown yet of a rule, where it is in scope. */
function askAt(search: Search, place: RulePlace): void {
  const { analysis, goals, unsettled } = search;
  const { rule, variant, kind, side } = place;
  const policySet = analysis.policySetIn(kind.environment);
  // Each answer may reach more than it was asked for.
  for (const goal of goals.open(rule, variant)) {
    if (!goals.open(rule, variant).includes(goal)) continue;
    const answer = findRequest(side.encoder, formulaOf(analysis, place, goal), (request) => {
      const sighting = sightRequest(policySet, request);
      const isReached = sighting?.outcomes.some(
        (outcome) => outcome.variant === variant && reaches(sighting, outcome, goal),
      );
      if (isReached) note(search, sighting);
      return isReached === true;
    });
    if (answer.kind === "unknown" && isBasic(goal)) unsettled.add(rule);
  }
}

function formulaOf(analysis: Analysis, place: RulePlace, goal: Goal): Formula {
  const { matches, changeOf } = place.formulas();
  switch (goal.kind) {
    case "shows":
      return and(matches, isSeen(place));
    case "matches":
      return matches;
    case "decides":
      return and(matches, place.hinges()[0] ?? and());
    case "tells": {
      const ways = changeOf(goal.index, goal.mistake.condition).ways.map((way) => way.goal);
      return and(or(...ways), isSeen(place));
    }
    case "comes-out":
      return outcomeFormula(shapeAt(analysis, place), goal.index, goal.name);
  }
}

function shapeAt({ graph }: Analysis, { rule, variant, side }: RulePlace): ShapeFormulas {
  const shape = shapeOf(variant);
  const never = { holds: no, fails: no };
  return {
    rule,
    shape,
    truthOf(index) {
      const condition = shape.conditions[index];
      return condition ? side.encoder.truthOf(lowerTest(graph.table, condition.expression)) : never;
    },
  };
}

/** That the decision shows whether the rule matches. */
function isSeen({ rule, side, hinges }: RulePlace): Formula {
  switch (rule.effect) {
    case "allow":
      return noneMatches(side, side.scope.denies);
    case "deny":
      return and();
    case "oblige":
      return hinges()[0] ?? and();
  }
}

/** How many requests that a rule decides on are moved to the edges of its relations. */
const mostMoved = 3;

/** Requests at the edges of what a rule relates, each edge once: beside requests on which one can tell what becomes of the rule. */
function edgesOf({ analysis: { policySet }, found }: Search, rule: TypedRule): readonly JsonObject[] {
  const edges = new Map<string, JsonObject>();
  const shown = found.flatMap((sighting) => {
    const outcome = sighting.outcomes.find((each) => each.rule === rule && each.matches);
    return outcome && isVisible(sighting, outcome) ? [{ sighting, outcome }] : [];
  });
  for (const { sighting, outcome } of shown.slice(0, mostMoved))
    for (const condition of conditionsOf(outcome.variant))
      for (const { key, request } of relationEdges(condition, outcome.principal, sighting.request))
        if (!edges.has(key) && "types" in readRequest(policySet, request)) edges.set(key, request);
  return [...edges.values()];
}
