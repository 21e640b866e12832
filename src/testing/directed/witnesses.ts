import { type Analysis, noneMatches } from "../../analysis/analysis.js";
import { and, type Formula, no, or } from "../../analysis/encode/formula.js";
import { type RulePlace, rulePlaces } from "../../analysis/generate/rule-places.js";
import { findRequest } from "../../analysis/solve/find-request.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import { lowerTest } from "../../ir/lower-expression.js";
import type { JsonObject } from "../../util/json-object.js";
import { shapeOf } from "../coverage/condition-tree.js";
import { outcomeFormula, type ShapeFormulas } from "../coverage/coverage-formulas.js";
import { createGoals, type Goal, type Goals, reaches } from "./goals.js";
import { type Sighting, sightRequest } from "./sighting.js";

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
  const search: Search = { analysis, goals, found: [] };
  for (const { request } of policySet.tests) note(search, sightRequest(policySet, request));
  const places = rulePlaces(analysis);
  for (const rule of rules) for (const place of places.get(rule.id) ?? []) askAt(search, place);
  return search.found.map(({ request }) => request);
}

interface Search {
  readonly analysis: Analysis;
  readonly goals: Goals;
  /** The requests that showed something. */
  readonly found: Sighting[];
}

function note({ goals, found }: Search, sighting: Sighting | undefined): void {
  if (sighting !== undefined && goals.see(sighting)) found.push(sighting);
}

/** Asks for what is not shown yet of a rule, where it is in scope. */
function askAt(search: Search, place: RulePlace): void {
  const { analysis, goals } = search;
  const { rule, variant, kind, side } = place;
  const policySet = analysis.policySetIn(kind.environment);
  // Each answer may reach more than it was asked for.
  for (const goal of goals.open(rule, variant)) {
    if (!goals.open(rule, variant).includes(goal)) continue;
    findRequest(side.encoder, formulaOf(analysis, place, goal), (request) => {
      const sighting = sightRequest(policySet, request);
      const isReached = sighting?.outcomes.some(
        (outcome) => outcome.variant === variant && reaches(sighting, outcome, goal),
      );
      if (isReached) note(search, sighting);
      return isReached === true;
    });
  }
}

function formulaOf(analysis: Analysis, place: RulePlace, goal: Goal): Formula {
  const { matches, changeOf } = place.formulas();
  switch (goal.kind) {
    case "matches":
      return and(matches, isSeen(place));
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
