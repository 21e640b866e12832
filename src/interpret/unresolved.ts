import { testsRelations } from "../check/tests-relations.js";
import { matching, type RuleOutcome } from "./decide-principal.js";
import type { ReadRequest } from "./read-request.js";
import { liftingRemedies } from "./remedies.js";
import { failure } from "./value.js";

/*
 * Unresolved rules: those that test relations and are an error. As long as they can still matter they count as errors do, and fail
 * closed. Where they cannot, nobody had to ask about them, and what is not known of them is not said.
 */

/** Whether a rule tests relations and is an error. */
export function isUnresolved({ rule, outcome }: RuleOutcome): boolean {
  return outcome === failure && testsRelations(rule);
}

/**
 * Whether the decision is the same whatever the unresolved rules come to: somebody is denied by another rule, and for good, or has no
 * allow that could match.
 */
export function isSettled(request: ReadRequest, principals: readonly (readonly RuleOutcome[])[]): boolean {
  const denies = principals
    .flatMap((outcomes) => matching(outcomes, "deny"))
    .filter((deny) => !isUnresolved(deny));
  return (
    denies.some((deny) => liftingRemedies(deny, request) === undefined) ||
    principals.some((outcomes) => !outcomes.some(couldAllow))
  );
}

function couldAllow(outcome: RuleOutcome): boolean {
  return outcome.rule.effect === "allow" && (outcome.matches || isUnresolved(outcome));
}

/** Whether it matters what an unresolved rule comes to, in a decision that is not settled. */
export function canMatter(outcome: RuleOutcome, principals: readonly (readonly RuleOutcome[])[]): boolean {
  switch (outcome.rule.effect) {
    case "deny":
      return true;
    case "allow":
      return principals.every(
        (outcomes) => !outcomes.includes(outcome) || matching(outcomes, "allow").length === 0,
      );
    case "oblige":
      return principals.every((outcomes) => matching(outcomes, "deny").every(isUnresolved));
  }
}

/** The rules of which there is something to say: all but unresolved ones that cannot matter. */
export function reportedOutcomes(
  request: ReadRequest,
  principals: readonly (readonly RuleOutcome[])[],
): readonly (readonly RuleOutcome[])[] {
  const settled = isSettled(request, principals);
  return principals.map((outcomes) =>
    outcomes.filter((outcome) => !isUnresolved(outcome) || (!settled && canMatter(outcome, principals))),
  );
}
