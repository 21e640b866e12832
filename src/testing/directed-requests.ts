import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { answersOf } from "../interpret/answers.js";
import { readRequest } from "../interpret/read-request.js";
import { lower } from "../ir/lower.js";
import { groupBy } from "../util/group-by.js";
import type { JsonObject } from "../util/json-object.js";
import { type Choices, chance, pick } from "./choices.js";
import { crossRequests, kindOf } from "./directed/cross-requests.js";
import { shrinkingArbitrary } from "./directed/shrinking-arbitrary.js";
import { varyRequest } from "./directed/vary-request.js";
import { witnessRequests } from "./directed/witnesses.js";
import { createRequestGenerator } from "./request/generate-request.js";
import { harvest } from "./request/harvest.js";
import { keepAnswers } from "./request/relation-answers.js";
import type { RequestSource } from "./request-source.js";

/**
 * Requests that reach the rules of a policy set. The seeds are what the analysis finds: a request on which each rule decides, one for each
 * outcome of each condition, one on either side of each edge. The arbitrary makes others: from the schema and the constants of the
 * rules, seeds with one thing changed, and two seeds crossed.
 */
export function createRequestSource(
  policySet: PolicySet,
  analysis: Analysis = createAnalysis(lower(policySet)),
): RequestSource {
  const seeds = witnessRequests(analysis);
  return { seeds, arbitrary: shrinkingArbitrary(mixedMaker(policySet, seeds), stays(policySet)) };
}

type RequestMaker = (choices: Choices) => JsonObject;

function mixedMaker(policySet: PolicySet, seeds: readonly JsonObject[]): RequestMaker {
  const fresh = createRequestGenerator(policySet);
  if (seeds.length === 0) return fresh;
  const near = nearbyMaker(policySet, seeds);
  return (choices) => (chance(choices, 60) ? near(choices) : fresh(choices));
}

/** Makes requests like `seeds`, of which there is at least one: with something changed, or of two of them, or both. */
export function nearbyMaker(policySet: PolicySet, seeds: readonly JsonObject[]): RequestMaker {
  const known = harvest(policySet);
  const kinds = [...groupBy(seeds, kindOf).values()];
  return (choices) => {
    const kind = pick(choices, kinds);
    const seed = pick(choices, kind);
    const other = chance(choices, 65) ? pick(choices, kind) : undefined;
    const request = other === undefined ? seed : crossRequests(choices, seed, other);
    const varied = chance(choices, 60) ? varyRequest(policySet, known, choices, request) : request;
    return keepAnswers(policySet, choices, varied, [...answersOf(other), ...answersOf(seed)]);
  };
}

/** A valid request stays valid while it is made simpler: what is wrong with a decision is then not hidden by what is wrong with the request. */
function stays(policySet: PolicySet): (request: JsonObject, simpler: JsonObject) => boolean {
  const isValid = (request: JsonObject) => "types" in readRequest(policySet, request);
  return (request, simpler) => isValid(simpler) || !isValid(request);
}
