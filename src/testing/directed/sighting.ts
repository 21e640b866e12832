import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { matching, type RuleOutcome } from "../../interpret/decide-principal.js";
import { principalsOf } from "../../interpret/environment.js";
import { conjunction, evaluateTruth, negation, type Truth } from "../../interpret/evaluate.js";
import { interpretWithOutcomes } from "../../interpret/interpret.js";
import { type ReadRequest, readRequest } from "../../interpret/read-request.js";
import { failure } from "../../interpret/value.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";

/** A valid request, its decision, and what becomes of each rule in scope of it. */
export interface Sighting {
  readonly request: JsonObject;
  readonly read: ReadRequest;
  readonly decision: Decision;
  readonly outcomes: readonly RuleOutcome[];
}

/** Looks at a request; undefined if it is invalid. */
export function sightRequest(policySet: PolicySet, request: JsonObject): Sighting | undefined {
  const read = readRequest(policySet, request);
  return "types" in read ? { request, read, ...interpretWithOutcomes(policySet, request) } : undefined;
}

/**
 * Whether the decision shows if this rule matches, whatever other rules of its effect do: a deny is always seen, an allow unless its
 * principal is denied, an obligation where the request is allowed.
 */
export function isVisible({ decision, outcomes }: Sighting, { rule, principal }: RuleOutcome): boolean {
  switch (rule.effect) {
    case "deny":
      return true;
    case "allow":
      return matching(outcomes, "deny").every((deny) => deny.principal !== principal);
    case "oblige":
      return decision.decision;
  }
}

/** Whether a rule that matches makes the difference: the request is allowed by it, or would be allowed without it. */
export function decidesAlone(sighting: Sighting, { rule, principal }: RuleOutcome): boolean {
  const { decision, outcomes, read } = sighting;
  const allows = matching(outcomes, "allow");
  switch (rule.effect) {
    case "allow":
      return decision.decision && allows.filter((allow) => allow.principal === principal).length === 1;
    case "deny":
      return (
        matching(outcomes, "deny").every((deny) => deny.rule === rule) &&
        principalsOf(read.types).every(({ role }) => allows.some((allow) => allow.principal === role))
      );
    case "oblige":
      return decision.decision;
  }
}

/** Whether the rule would match if another condition stood in the place of what its sentence names (0), or of a clause. */
export function matchesWith(
  { read }: Sighting,
  { rule, variant, scope, clauses, principal }: RuleOutcome,
  index: number,
  condition: TypedExpression,
): boolean {
  const truths: Truth[] = [scope, ...clauses];
  const others = conjunction(truths.filter((_, other) => other !== index));
  if (others === false) return false;
  const truth = evaluateTruth(condition, { request: read, principal, variables: new Map() });
  const outcome = conjunction([others, variant.clauses[index - 1]?.negated ? negation(truth) : truth]);
  return outcome === true || (outcome === failure && rule.effect !== "allow");
}
