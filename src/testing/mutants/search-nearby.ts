import { createAnalysis } from "../../analysis/analysis.js";
import type { QuestionBudget } from "../../analysis/question-budget.js";
import { answered } from "../../analysis/relations/given.js";
import { countSteps } from "../../analysis/steps.js";
import { witnessRequests } from "../../analysis/witness-requests.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { interpret } from "../../interpret/interpret.js";
import type { DecisionGraph } from "../../ir/decision-graph.js";
import { groupBy } from "../../util/group-by.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Choices, pick, seededChoices } from "../choices.js";
import { crossRequests, kindOf } from "../directed/cross-requests.js";
import { varyRequest } from "../directed/vary-request.js";
import { harvest } from "../request/harvest.js";
import type { TellingRequest } from "./mutant-verdict.js";
import { tellsApart } from "./standing-of.js";
import { statedRequest } from "./stated-request.js";
import { stepsOfDecision } from "./steps-of-decision.js";

/** How many requests are tried. */
const mostTried = 1500;

/**
 * A request that tells a mutant apart where proof came to no end: tried among mixtures of requests that show what either of the two is
 * about, as far as `budget` goes to find these. The same for the same two.
 */
export function searchNearby(
  older: DecisionGraph,
  newer: DecisionGraph,
  budget: QuestionBudget,
): TellingRequest | undefined {
  const choices = seededChoices(1);
  const next = mixtures(newer.policySet, [...witnessesOf(older, budget), ...witnessesOf(newer, budget)]);
  let best: TellingRequest | undefined;
  for (let tried = 0; tried < mostTried; tried++) {
    const made = next(choices);
    if (made === undefined) break;
    const request = answered(older.policySet, statedRequest(older.policySet, made));
    countSteps(stepsOfDecision(older.policySet));
    const before = interpret(older.policySet, request);
    const telling = tellsApart({ request, before }, newer.policySet);
    if (telling !== undefined && (best === undefined || isPlainer(telling, best))) best = telling;
  }
  return best;
}

/** People would rather see what is decided than why, and short requests of plain letters. */
function isPlainer(left: TellingRequest, right: TellingRequest): boolean {
  const [weight, other] = [left, right].map(({ request, difference }) => {
    const text = JSON.stringify(request);
    const strange = text.replace(/[ -~]/g, "").length;
    return text.length + 20 * strange + (difference === "explained" ? 10_000 : 0);
  });
  return (weight ?? 0) < (other ?? 0);
}

function witnessesOf(graph: DecisionGraph, budget: QuestionBudget): readonly JsonObject[] {
  const analysis = createAnalysis(graph, budget.questions);
  const witnesses = witnessRequests(analysis).map(({ request }) => request);
  budget.questions = analysis.budget.questions;
  return witnesses;
}

/** Makes requests of two of one kind, with something changed now and then. */
function mixtures(
  policySet: PolicySet,
  seeds: readonly JsonObject[],
): (choices: Choices) => JsonObject | undefined {
  const known = harvest(policySet);
  const kinds = [...groupBy(seeds, kindOf).values()];
  return (choices) => {
    if (kinds.length === 0) return undefined;
    const kind = pick(choices, kinds);
    let request: JsonObject = crossRequests(choices, pick(choices, kind), pick(choices, kind));
    for (let changes = pick(choices, [0, 1, 2]); changes > 0; changes--)
      request = varyRequest(policySet, known, choices, request);
    return request;
  };
}
