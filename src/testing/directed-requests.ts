import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { readRequest } from "../interpret/read-request.js";
import { lower } from "../ir/lower.js";
import type { JsonObject } from "../util/json-object.js";
import { type Choices, pick, pickAny, weighted } from "./choices.js";
import { crossRequests, kindOf } from "./directed/cross-requests.js";
import { shrinkingArbitrary } from "./directed/shrinking-arbitrary.js";
import { varyRequest } from "./directed/vary-request.js";
import { witnessRequests } from "./directed/witnesses.js";
import { createRequestGenerator } from "./request/generate-request.js";
import { harvest } from "./request/harvest.js";
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
  return { seeds, arbitrary: shrinkingArbitrary(requestMaker(policySet, seeds), stays(policySet)) };
}

/** Makes requests for a policy set from others for it. */
export function requestMaker(
  policySet: PolicySet,
  seeds: readonly JsonObject[],
): (choices: Choices) => JsonObject {
  const fresh = createRequestGenerator(policySet);
  const known = harvest(policySet);
  const kinds = byKind(seeds);
  const vary = (choices: Choices, request: JsonObject) => varyRequest(policySet, known, choices, request);
  return (choices) => {
    const kind = pickAny(choices, kinds);
    const one = kind && pick(choices, kind);
    const make = weighted<() => JsonObject>(choices, [
      [40, () => fresh(choices)],
      [20, () => (one ? vary(choices, one) : fresh(choices))],
      [25, () => (kind && one ? crossRequests(choices, one, pick(choices, kind)) : fresh(choices))],
      [
        15,
        () => vary(choices, kind && one ? crossRequests(choices, one, pick(choices, kind)) : fresh(choices)),
      ],
    ]);
    return make();
  };
}

function byKind(requests: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const kinds = new Map<string, JsonObject[]>();
  for (const request of requests) {
    const known = kinds.get(kindOf(request)) ?? [];
    kinds.set(kindOf(request), [...known, request]);
  }
  return [...kinds.values()];
}

/** A valid request stays valid while it is made simpler: what is wrong with a decision is then not hidden by what is wrong with the request. */
function stays(policySet: PolicySet): (request: JsonObject, simpler: JsonObject) => boolean {
  const isValid = (request: JsonObject) => "types" in readRequest(policySet, request);
  return (request, simpler) => isValid(simpler) || !isValid(request);
}
