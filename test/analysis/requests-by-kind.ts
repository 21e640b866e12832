import { type Analysis, createAnalysis } from "../../src/analysis/analysis.js";
import { isOfKind } from "../../src/analysis/request-allowed.js";
import { type RequestKind, requestKinds } from "../../src/analysis/request-kind.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";

/** A kind of request of some random policy set, and valid requests of it. */
export interface SampledKind {
  readonly policySet: PolicySet;
  readonly analysis: Analysis;
  readonly kind: RequestKind;
  readonly requests: readonly JsonObject[];
}

/** The kinds of request of random policy sets that random requests are of. */
export function sampledKinds(sets: number, requestsPerSet: number): readonly SampledKind[] {
  return Array.from({ length: sets }, (_, index) => index + 1).flatMap((seed) => {
    const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
    if (policySet === undefined) return [];
    const valid = validRequests(policySet, seed, requestsPerSet);
    const analysis = createAnalysis(lower(policySet));
    return requestKinds(analysis).flatMap((kind) => {
      const requests = valid.filter((request) => isOfKind(request, kind));
      return requests.length === 0 ? [] : [{ policySet, analysis, kind, requests }];
    });
  });
}

function validRequests(policySet: PolicySet, seed: number, count: number): readonly JsonObject[] {
  const generate = createRequestGenerator(policySet);
  const all = Array.from({ length: count }, (_, index) => generate(seededChoices(seed * 1000 + index)));
  return all
    .filter(isJsonObject)
    .filter((request) => interpret(policySet, request).reason !== "invalid_request");
}
