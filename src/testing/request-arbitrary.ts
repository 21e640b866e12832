import type fc from "fast-check";
import type { PolicySet } from "../check/typed-policy-set.js";
import { arbitraryOf } from "./arbitrary.js";
import { createRequestGenerator } from "./request/generate-request.js";
import type { JsonRecord } from "./request/values.js";

/**
 * Random requests for a policy set: mostly valid, and aimed at its rules, so that allows, denies and near misses are all
 * frequent.
 *
 * @example
 * fc.assert(fc.property(requestArbitrary(policySet), (request) => interpret(policySet, request).decision === allows(request)));
 */
export function requestArbitrary(policySet: PolicySet): fc.Arbitrary<JsonRecord> {
  const generate = createRequestGenerator(policySet);
  return arbitraryOf(generate);
}
