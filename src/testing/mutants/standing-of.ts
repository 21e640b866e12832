import {
  type DecisionDifference,
  type DifferenceKind,
  differencesBetween,
} from "../../analysis/difference.js";
import type { QuestionBudget } from "../../analysis/question-budget.js";
import { answered, tuplesOf } from "../../analysis/relations/given.js";
import { countSteps } from "../../analysis/steps.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { interpret } from "../../interpret/interpret.js";
import type { DecisionGraph } from "../../ir/decision-graph.js";
import type { Decision } from "../../runtime/decision.js";
import { canonicalJson } from "../../util/canonical-json.js";
import type { JsonObject } from "../../util/json-object.js";
import { meets } from "../test-runner.js";
import type { MutantVerdict, TellingRequest } from "./mutant-verdict.js";
import { statedRequest } from "./stated-request.js";
import { statedTest } from "./stated-test.js";
import { stepsOfDecision } from "./steps-of-decision.js";

/** How a mutant that nothing has told apart yet stands, by proof, as far as `budget` goes: the first difference that a test can state. */
export function standingOf(
  older: DecisionGraph,
  newer: DecisionGraph,
  budget: QuestionBudget,
): MutantVerdict {
  let unstated: TellingRequest | undefined;
  let isOpen = false;
  for (const difference of differencesBetween(older, newer, budget)) {
    if (!("request" in difference)) {
      isOpen = true;
      continue;
    }
    const request = answered(older.policySet, statedRequest(older.policySet, difference.request));
    const stated = tellsApart({ request, before: interpret(older.policySet, request) }, newer.policySet);
    if (stated !== undefined) return { kind: "survived", ...stated };
    unstated ??= tellingRequest(difference);
  }
  if (isOpen) return { kind: "undecided" };
  return unstated === undefined ? { kind: "equivalent" } : { kind: "unstated", ...unstated };
}

function tellingRequest({ request, kind, before, after }: DecisionDifference): TellingRequest {
  return { request, ...givenWith(request), difference: kind, before, after };
}

/** Tuples as plain data: what rides on a request is lost between threads. */
function givenWith(request: JsonObject): Pick<TellingRequest, "tuples"> {
  const tuples = tuplesOf(request);
  return tuples.length > 0 ? { tuples } : {};
}

/** A request, of which it is known what the policy set decides, if a test with it would notice a mutant. */
export function tellsApart(
  { request, before }: Pick<TellingRequest, "request" | "before">,
  mutant: PolicySet,
): TellingRequest | undefined {
  countSteps(stepsOfDecision(mutant));
  const after = interpret(mutant, answered(mutant, request));
  const difference = differenceBetween(before, after);
  if (difference === undefined) return undefined;
  return meets(after, statedTest("", request, before).expected)
    ? undefined
    : { request, ...givenWith(request), difference, before, after };
}

/** How two decisions on the same request differ, names of rules aside; a request that is invalid to one of both is denied by it. */
function differenceBetween(before: Decision, after: Decision): DifferenceKind | undefined {
  if (before.decision !== after.decision) return after.decision ? "allowed" : "denied";
  if ([before, after].some(({ reason }) => reason === "invalid_request")) return undefined;
  if (!before.decision) return toldOf(before) === toldOf(after) ? undefined : "explained";
  const [old, now] = [before, after].map(({ obligations }) => new Set(obligations.map(canonicalJson)));
  if (old === undefined || now === undefined) return undefined;
  if ([...old].some((each) => !now.has(each))) return "released";
  return [...now].some((each) => !old.has(each)) ? "obliged" : undefined;
}

function toldOf({ reason, because, remedies }: Decision): string {
  const offered = remedies.map(({ rule: _, ...remedy }) => canonicalJson(remedy));
  return canonicalJson([reason, [...because].sort(), [...new Set(offered)].sort()]);
}
