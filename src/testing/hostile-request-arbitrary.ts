import type fc from "fast-check";
import type { PolicySet } from "../check/typed-policy-set.js";
import { arbitraryOf } from "./arbitrary.js";
import { createRequestGenerator } from "./request/generate-request.js";
import { spoilRequest } from "./request/hostile.js";

/**
 * Requests as a broken or hostile caller in the same process might make them: valid ones with wrong types, getters, proxies,
 * cycles, inherited and missing members, at every level.
 *
 * @example
 * fc.assert(fc.property(hostileRequestArbitrary(policySet), (request) => typeof allows(request) === "boolean"));
 */
export function hostileRequestArbitrary(policySet: PolicySet): fc.Arbitrary<unknown> {
  const generate = createRequestGenerator(policySet);
  return arbitraryOf((choices) => spoilRequest(choices, generate(choices)));
}
