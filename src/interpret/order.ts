import type { EvaluationError } from "../runtime/decision.js";
import type { RuleOutcome } from "./decide-principal.js";

/** By the rule's id, then the subject before the actor. */
export function byRule(left: RuleOutcome, right: RuleOutcome): number {
  return compareText(left.rule.id, right.rule.id) || comparePrincipals(left, right);
}

/** By the rule's id, then the subject before the actor, then clauses before obligations. */
export function byErrorPlace(left: EvaluationError, right: EvaluationError): number {
  return (
    compareText(left.rule, right.rule) ||
    comparePrincipals(left, right) ||
    compareText(left.where, right.where)
  );
}

/** By code units, which no locale changes. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `subject` is the later word, and comes first. */
function comparePrincipals(left: { principal: string }, right: { principal: string }): number {
  return compareText(right.principal, left.principal);
}
