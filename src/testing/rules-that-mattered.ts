import type { PolicySet } from "../check/typed-policy-set.js";
import { type RuleTrace, trace } from "../interpret/trace.js";
import type { Decision } from "../runtime/decision.js";
import { assertNever } from "../util/invariant.js";
import type { Expectation } from "./test-runner.js";

/**
 * The rules that a decision hangs on, with the clauses that made each of them match or not: those that decided, those that might have
 * decided otherwise (the nearest first), and those that were wanted. For people who ask why a decision is not what they expected.
 *
 * @example
 * printTrace(rulesThatMattered(policySet, request, { decision: "allow" }));
 */
export function rulesThatMattered(
  policySet: PolicySet,
  request: unknown,
  wanted: Expectation,
): readonly RuleTrace[] {
  const { decision, rules } = trace(policySet, request);
  const shown = new Set([
    ...rules.filter((rule) => hasDecided(rule, decision)),
    ...nearest(rules.filter((rule) => mightHaveDecided(rule, decision, wanted))),
    ...rules.filter(({ rule }) => wanted.rules?.includes(rule)),
  ]);
  return rules.filter((rule) => shown.has(rule)).map(withDecidingClauses);
}

/** More of the rules that did not match are rarely of help. */
const mostNear = 5;

function nearest(rules: readonly RuleTrace[]): readonly RuleTrace[] {
  return [...rules].sort((left, right) => obstacles(left) - obstacles(right)).slice(0, mostNear);
}

/** How many things keep a rule from matching. */
function obstacles({ scope, clauses }: RuleTrace): number {
  return [scope, ...clauses.map(({ outcome }) => outcome)].filter((outcome) => outcome !== "true").length;
}

function hasDecided({ effect, matches, rule, principal }: RuleTrace, decision: Decision): boolean {
  switch (decision.reason) {
    case "allowed":
      return effect === "allow" && matches;
    case "denied_by_rule":
      return effect === "deny" && matches;
    case "obligation_error":
      return decision.errors.some((error) => error.rule === rule && error.principal === principal);
    case "no_matching_rule":
    case "invalid_request":
      return false;
    default:
      return assertNever(decision.reason);
  }
}

/** Whether the decision would be another one, or nearer to what was wanted, had the rule matched. */
function mightHaveDecided(rule: RuleTrace, decision: Decision, wanted: Expectation): boolean {
  if (rule.matches) return false;
  if (rule.effect === "oblige") return decision.decision && wanted.obligations !== undefined;
  if (decision.decision) return rule.effect === "deny" && wanted.decision === "deny";
  const undecided = decision.reason === "no_matching_rule" && decision[rule.principal]?.decision === false;
  return rule.effect === "allow" && undecided;
}

/** A rule without the clauses that it did not hang on: of one that does not match, those that hold. */
function withDecidingClauses(rule: RuleTrace): RuleTrace {
  if (rule.outcome === "true") return rule;
  const deciding = rule.clauses.filter(({ outcome }) => outcome === rule.outcome);
  // Where the ids and groups do not fit, the clauses are of no further interest.
  return { ...rule, clauses: rule.scope === "false" ? [] : deciding };
}
