import type { TypedClause } from "../check/typed-expression.js";
import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import type { EvaluationError, PrincipalDecision, PrincipalRole } from "../runtime/decision.js";
import { type RequestPrincipal, type RuleInScope, rulesInScope } from "./environment.js";
import { conjunction, evaluateTruth, negation, type Scope, type Truth } from "./evaluate.js";
import type { ReadRequest } from "./read-request.js";
import { failure } from "./value.js";

/** A rule in scope of one principal, and what became of it. */
export interface RuleOutcome extends RuleInScope {
  readonly principal: PrincipalRole;
  /** Whether the ids and groups of the sentence fit. */
  readonly scope: Truth;
  readonly clauses: readonly Truth[];
  /** `scope` and all clauses. */
  readonly outcome: Truth;
  /** An allow matches if it is true; a deny or an obligation also if it is an error. */
  readonly matches: boolean;
}

/** Evaluates every rule in scope of one principal, by id. */
export function evaluateRules(
  policySet: PolicySet,
  request: ReadRequest,
  { role, environment }: RequestPrincipal,
): readonly RuleOutcome[] {
  return rulesInScope(policySet, environment, request.types.target).map((candidate) =>
    evaluateRule(candidate, request, role),
  );
}

/** Evaluates one rule in scope of a principal. */
export function evaluateRule(
  { rule, variant }: RuleInScope,
  request: ReadRequest,
  principal: PrincipalRole,
): RuleOutcome {
  const context = { request, principal, variables: noVariables };
  const scope = evaluateTruth(variant.scope, context);
  const clauses = variant.clauses.map((clause) => evaluateClause(clause, context));
  const outcome = conjunction([scope, ...clauses]);
  return { rule, variant, principal, scope, clauses, outcome, matches: isMatch(rule, outcome) };
}

/** Whether a rule matches, as {@link evaluateRule} says. Once a clause is false, the others do not matter. */
export function matchesRule(
  { rule, variant }: RuleInScope,
  request: ReadRequest,
  principal: PrincipalRole,
): boolean {
  const context = { request, principal, variables: noVariables };
  let outcome = evaluateTruth(variant.scope, context);
  for (const clause of variant.clauses) {
    if (outcome === false) return false;
    outcome = conjunction([outcome, evaluateClause(clause, context)]);
  }
  return isMatch(rule, outcome);
}

function evaluateClause({ condition, negated }: TypedClause, context: Scope): Truth {
  const truth = evaluateTruth(condition, context);
  return negated ? negation(truth) : truth;
}

function isMatch({ effect }: TypedRule, outcome: Truth): boolean {
  return outcome === true || (outcome === failure && effect !== "allow");
}

/** Outside of all quantifiers. */
const noVariables = new Map<number, never>();

/** The rules of one effect that match. */
export function matching(
  outcomes: readonly RuleOutcome[],
  effect: "allow" | "deny" | "oblige",
): readonly RuleOutcome[] {
  return outcomes.filter(({ rule, matches }) => matches && rule.effect === effect);
}

/** Decides one principal by itself: allowed iff an allow matches and no deny does. */
export function decidePrincipal(outcomes: readonly RuleOutcome[]): PrincipalDecision {
  const denies = matching(outcomes, "deny");
  const allows = matching(outcomes, "allow");
  const determining = denies.length > 0 ? denies : allows;
  return {
    decision: denies.length === 0 && allows.length > 0,
    rules: determining.map(({ rule }) => rule.id),
  };
}

/** The rules whose clauses are an error, whatever was decided. */
export function clauseErrors(outcomes: readonly RuleOutcome[]): readonly EvaluationError[] {
  return outcomes
    .filter(({ outcome }) => outcome === failure)
    .map(({ rule, principal }) => ({ rule: rule.id, principal, where: "clauses" }));
}
