import type { PolicySet } from "../check/typed-policy-set.js";
import { interpretWithOutcomes } from "../interpret/interpret.js";
import { readRequest } from "../interpret/read-request.js";
import { type RuleTrace, type TruthText, traceOf } from "../interpret/trace.js";
import type { Decision } from "../runtime/decision.js";
import { assertNever } from "../util/invariant.js";
import {
  type DecidingCondition,
  type DecidingConditions,
  decidingConditions,
} from "./deciding-conditions.js";
import type { Expectation } from "./test-runner.js";

/** A rule that a decision hangs on, with the clauses and conditions that made it match or not. */
export interface MatteringRule extends Omit<RuleTrace, "clauses"> {
  /** Of what its sentence names. */
  readonly scopeConditions: readonly DecidingCondition[];
  readonly clauses: readonly MatteringClause[];
}

/** A clause that a rule hung on. */
export interface MatteringClause {
  readonly text: string;
  readonly outcome: TruthText;
  /** What decided it, where it is more than one condition. */
  readonly conditions: readonly DecidingCondition[];
}

/**
 * The rules that a decision hangs on, with the clauses that made each of them match or not: those that decided, those that might have
 * decided otherwise (the nearest first), and those that were wanted. For people who ask why a decision is not what they expected.
 *
 * @example
 * rulesThatMattered(policySet, request, { decision: "allow" });
 */
export function rulesThatMattered(
  policySet: PolicySet,
  request: unknown,
  wanted: Expectation,
): readonly MatteringRule[] {
  const { decision, outcomes } = interpretWithOutcomes(policySet, request);
  const read = readRequest(policySet, request);
  if (!("types" in read)) return [];
  const rules = outcomes.map((outcome) => ({ outcome, trace: traceOf(outcome) }));
  const traces = rules.map(({ trace }) => trace);
  const shown = new Set([
    ...traces.filter((rule) => hasDecided(rule, decision)),
    ...nearest(traces.filter((rule) => mightHaveDecided(rule, decision, wanted))),
    ...traces.filter(({ rule }) => wanted.rules?.includes(rule)),
  ]);
  return rules
    .filter(({ trace }) => shown.has(trace))
    .map(({ outcome, trace }) => {
      const scope = { request: read, principal: outcome.principal, variables: new Map() };
      return withConditions(trace, decidingConditions(outcome.variant, scope));
    });
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
function withConditions(rule: RuleTrace, { scope, clauses }: DecidingConditions): MatteringRule {
  const all = rule.clauses.map((clause, index) => ({ ...clause, conditions: clauses[index] ?? [] }));
  const deciding = rule.outcome === "true" ? all : all.filter(({ outcome }) => outcome === rule.outcome);
  // Where the ids and groups do not fit, the clauses are of no further interest.
  return {
    ...rule,
    scopeConditions: rule.scope === "true" ? [] : scope,
    clauses: rule.scope === "false" ? [] : deciding,
  };
}
