/*
 * `polc/testing`: policy sets in a test suite of any runner (docs/testing.md). Needs fast-check, which the importing project installs.
 */

export { answersOf } from "../interpret/answers.js";
export type { RelationTuple } from "../relations/model.js";
export {
  type AllowedBy,
  type DecisionSubject,
  type DeniedBy,
  type ExpectedOfDecision,
  expectDecision,
} from "./expect-decision.js";
export { hostileRequestArbitrary } from "./hostile-request-arbitrary.js";
export { loadPolicies, type Policies } from "./load-policies.js";
export { type PolicyLawsOptions, policyLaws, type TestRunner } from "./policy-laws.js";
export { requestArbitrary } from "./request-arbitrary.js";
export { forDecision, forRule, requests } from "./requests.js";
