import { answered, withTuples } from "../../src/analysis/relations/given.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { answersOf } from "../../src/interpret/answers.js";
import { relationsAsked } from "../../src/interpret/relations-asked.js";
import { seededChoices } from "../../src/testing/choices.js";
import { randomTuples } from "../../src/testing/request/relation-answers.js";

/**
 * A request with some tuples, and all that follows from them: analyses speak of requests of which every question about relations is answered.
 * Undefined where what follows hangs on its own exclusion, and nothing does.
 */
export function inAWorld<R extends object>(policySet: PolicySet, request: R, seed: number): R | undefined {
  const tuples = randomTuples(policySet, seededChoices(seed), relationsAsked(policySet, request));
  const given = answered(policySet, withTuples(request, tuples));
  return answersOf(given).some(({ answer }) => answer === "unknown") ? undefined : given;
}
