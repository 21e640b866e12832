import type { PolicySet } from "../check/typed-policy-set.js";
import type {
  Decision,
  DecisionReason,
  EvaluationError,
  PrincipalDecision,
  Problem,
} from "../runtime/decision.js";
import {
  clauseErrors,
  decidePrincipal,
  evaluateRules,
  matching,
  type RuleOutcome,
} from "./decide-principal.js";
import { principalsOf } from "./environment.js";
import { collectObligations } from "./obligations.js";
import { byErrorPlace, byRule } from "./order.js";
import { type ReadRequest, readRequest } from "./read-request.js";
import { collectRemedies } from "./remedies.js";
import { reportedOutcomes } from "./unresolved.js";

/*
 * START HERE: the reference interpreter. It decides by the letter of language.md §5 on the typed rules as the checker hands them on,
 * with no thought of speed, and shares with generated modules only the plain forms of runtime/. Every later test asks it who is right.
 *
 *   readRequest      checks the request; what rules in scope read must be there (needs.ts)
 *   evaluateRules    every rule in scope of every principal: true, false or an error
 *   decide           combines: denies override, errors fail closed, remedies and obligations
 */

/** Decides a request by what is known of relations. Never throws, whatever they are. */
export function interpret(policySet: PolicySet, request: unknown, relations?: unknown): Decision {
  return interpretWithOutcomes(policySet, request, relations).decision;
}

/** Everything that is wrong with a request, by path; nothing for a valid one. Never throws. */
export function validateRequest(policySet: PolicySet, request: unknown): readonly Problem[] {
  const read = readRequest(policySet, request);
  return isRead(read) ? [] : read;
}

/** {@link interpret} with what became of every rule in scope, for each principal. */
export function interpretWithOutcomes(
  policySet: PolicySet,
  request: unknown,
  relations?: unknown,
): { readonly decision: Decision; readonly outcomes: readonly RuleOutcome[] } {
  const read = readRequest(policySet, request, relations);
  if (!isRead(read)) return { decision: invalidRequest(policySet, read), outcomes: [] };
  const principals = principalsOf(read.types).map((principal) => evaluateRules(policySet, read, principal));
  return { decision: decideOutcomes(policySet, read, principals), outcomes: principals.flat() };
}

/** Whether what was read is a request rather than what is wrong with it. */
export function isRead(read: ReadRequest | readonly Problem[]): read is ReadRequest {
  return !Array.isArray(read);
}

function invalidRequest(policySet: PolicySet, problems: readonly Problem[]): Decision {
  return {
    decision: false,
    reason: "invalid_request",
    because: [],
    remedies: [],
    obligations: [],
    errors: [],
    problems,
    // Printing a policy set takes long, and few look at it.
    get digest() {
      return policySet.digest;
    },
  };
}

/** Combines the outcomes of all rules in scope, those of the subject first. */
export function decideOutcomes(
  policySet: PolicySet,
  request: ReadRequest,
  principals: readonly (readonly RuleOutcome[])[],
): Decision {
  const reported = reportedOutcomes(request, principals);
  const all = reported.flat();
  const [subject, actor] = principals.map((outcomes, index) => standingOf(outcomes, reported[index] ?? []));
  const duties = collectObligations(policySet, request, all);
  const reason = reasonOf(reported, duties.errors);
  const errors = reason === "obligation_error" ? [...clauseErrors(all), ...duties.errors] : clauseErrors(all);
  return {
    decision: reason === "allowed",
    reason,
    ...(subject && { subject }),
    ...(actor && { actor }),
    because: becauseOf(all),
    remedies: reason === "denied_by_rule" ? collectRemedies(request, reported) : [],
    obligations: reason === "allowed" ? duties.obligations : [],
    errors: [...errors].sort(byErrorPlace),
    problems: [],
    args: request.args.json,
    // Printing a policy set takes long, and few look at it.
    get digest() {
      return policySet.digest;
    },
  };
}

/** Of whom nobody knows whether a deny matches, nobody says that there is an allow. */
function standingOf(outcomes: readonly RuleOutcome[], reported: readonly RuleOutcome[]): PrincipalDecision {
  const isOpen = matching(outcomes, "deny").length > 0 && matching(reported, "deny").length === 0;
  return isOpen ? { decision: false, rules: [] } : decidePrincipal(reported);
}

function reasonOf(
  principals: readonly (readonly RuleOutcome[])[],
  obligationErrors: readonly EvaluationError[],
): DecisionReason {
  if (principals.some((outcomes) => matching(outcomes, "deny").length > 0)) return "denied_by_rule";
  if (principals.some((outcomes) => matching(outcomes, "allow").length === 0)) return "no_matching_rule";
  return obligationErrors.length > 0 ? "obligation_error" : "allowed";
}

/** What the denies that matched have to say, by rule id, each text once. */
function becauseOf(outcomes: readonly RuleOutcome[]): readonly string[] {
  const denies = [...matching(outcomes, "deny")].sort(byRule);
  return [...new Set(denies.flatMap(({ rule }) => rule.because ?? []))];
}
