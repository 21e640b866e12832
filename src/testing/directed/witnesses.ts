import { type Analysis, findWithin, noneMatches } from "../../analysis/analysis.js";
import { and, type Formula, no, or } from "../../analysis/encode/formula.js";
import { type RulePlace, rulePlaces } from "../../analysis/generate/rule-places.js";
import { conditionsOf } from "../../analysis/generate/variant-formulas.js";
import type { QuestionBudget } from "../../analysis/question-budget.js";
import type { Answer } from "../../analysis/solve/find-request.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { readRequest } from "../../interpret/read-request.js";
import { lowerTest } from "../../ir/lower-expression.js";
import { assertNever } from "../../util/invariant.js";
import type { JsonObject } from "../../util/json-object.js";
import { pick, seededChoices } from "../choices.js";
import { shapeOf } from "../coverage/condition-tree.js";
import { outcomeFormula, type ShapeFormulas } from "../coverage/coverage-formulas.js";
import { harvest } from "../request/harvest.js";
import { createGoals, type Goal, type Goals, reaches } from "./goals.js";
import { type RelationEdge, relationEdges } from "./relation-edges.js";
import { isVisible, type Sighting, sightRequest } from "./sighting.js";
import { varyRequest } from "./vary-request.js";

/**
 * Requests that between them show what there is to show of rules (`goals.ts`): that it matches, and decides, each outcome of each
 * condition, and the edges that a mistake would move. First what says most: of each rule that it matches; last the edges. The same requests
 * for the same policy set; what no request can show is not among them, nor, of thousands of rules, all that some request can.
 */
export function witnessRequests(
  analysis: Analysis,
  rules: readonly TypedRule[] = analysis.policySet.rules,
): readonly JsonObject[] {
  const { policySet } = analysis;
  const goals = createGoals();
  const search: Search = {
    analysis,
    goals,
    found: [],
    unsettled: new Set(),
    budget: { questions: mostQuestions, isSpent: false },
  };
  for (const { request } of policySet.tests) note(search, sightRequest(policySet, request));
  const known = rulePlaces(analysis);
  const places = rules.flatMap((rule) => known.get(rule.id) ?? []);
  for (const place of places) askAt(search, place, isOfRule);
  for (const place of places) askAt(search, place, (goal) => !isOfRule(goal));
  for (const rule of search.unsettled) lookAround(search, rule);
  return [...search.found.map(({ request }) => request), ...edgesOf(search, new Set(rules))];
}

/** Enough for some hundred rules. A count, so that it is the same everywhere. */
const mostQuestions = 5000;

interface Search {
  readonly analysis: Analysis;
  readonly goals: Goals;
  /** The requests that showed something. */
  readonly found: Sighting[];
  /** Rules of which the analysis could not say whether they ever match, or how a condition ever comes out. */
  readonly unsettled: Set<TypedRule>;
  /** How many may still be asked. */
  readonly budget: QuestionBudget;
}

function note({ goals, found }: Search, sighting: Sighting | undefined): void {
  if (sighting !== undefined && goals.see(sighting)) found.push(sighting);
}

/** Whether it is about the rule as a whole. */
function isOfRule({ kind }: Goal): boolean {
  return kind === "shows" || kind === "matches" || kind === "decides";
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
function askAt(search: Search, place: RulePlace, isAsked: (goal: Goal) => boolean): void {
  const { goals, unsettled } = search;
  const { rule, variant } = place;
  // Each answer may reach more than it was asked for.
  for (const goal of goals.open(rule, variant).filter(isAsked)) {
    if (!goals.open(rule, variant).includes(goal)) continue;
    if (search.budget.questions <= 0) return;
    if (askFor(search, place, goal) === "unknown" && isBasic(goal)) unsettled.add(rule);
  }
}

function askFor(search: Search, place: RulePlace, goal: Goal): Answer["kind"] {
  const { analysis } = search;
  const { variant, kind, side } = place;
  const policySet = analysis.policySetIn(kind.environment);
  const answer = findWithin(search, side.encoder, formulaOf(analysis, place, goal), (request) => {
    const sighting = sightRequest(policySet, request);
    const isReached = sighting?.outcomes.some(
      (outcome) => outcome.variant === variant && reaches(sighting, outcome, goal),
    );
    if (isReached) note(search, sighting);
    return isReached === true;
  });
  return answer.kind;
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
    default:
      return assertNever(goal);
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

/** Requests at the edges of what rules relate, each edge once: beside requests on which one can tell what becomes of the rule. */
function edgesOf(
  { analysis: { policySet }, found }: Search,
  rules: ReadonlySet<TypedRule>,
): readonly JsonObject[] {
  const edges = new Map<string, JsonObject>();
  const moved = new Map<TypedRule, number>();
  for (const sighting of found)
    for (const outcome of sighting.outcomes) {
      const { rule, matches } = outcome;
      const count = moved.get(rule) ?? 0;
      if (!matches || !rules.has(rule) || count >= mostMoved || !isVisible(sighting, outcome)) continue;
      moved.set(rule, count + 1);
      for (const { key, request } of edgesBeside(sighting, outcome))
        if (!edges.has(key) && "types" in readRequest(policySet, request)) edges.set(key, request);
    }
  return [...edges.values()];
}

function edgesBeside(
  { request }: Sighting,
  { rule, variant, principal }: RuleOutcome,
): readonly RelationEdge[] {
  const edges = conditionsOf(variant).flatMap((condition) => relationEdges(condition, principal, request));
  return edges.map((edge) => ({ ...edge, key: `${rule.id} ${edge.key}` }));
}
