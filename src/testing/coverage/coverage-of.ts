import type { TypedRule } from "../../check/typed-policy-set.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Condition, InnerCondition } from "./condition-tree.js";
import { type CoverageRecorder, isDecisive } from "./coverage-recorder.js";
import type { Reached, RuleReach } from "./reach.js";
import {
  type ConditionTally,
  type HingeName,
  hingePairs,
  isInner,
  type OutcomeName,
  outcomeNamesOf,
  type RuleTally,
  type Tally,
} from "./tally.js";

/** How much of a policy set's rules a list of requests shows. */
export interface Coverage {
  /** By id. */
  readonly rules: readonly RuleCoverage[];
  readonly requests: { readonly valid: number; readonly invalid: number };
}

/** How much of a rule requests show. */
export interface RuleCoverage {
  readonly rule: TypedRule;
  /** Principals of requests that the rule was in scope of. */
  readonly evaluated: number;
  readonly matched: Standing;
  /** In the order of the text: what the sentence names, then the clauses. */
  readonly conditions: readonly ConditionCoverage[];
}

/** How much of a condition requests show. */
export interface ConditionCoverage {
  readonly condition: Condition | InnerCondition;
  readonly outcomes: readonly OutcomeCoverage[];
  /** Whether it was seen that the condition by itself turns the rule (MC/DC); absent for one that a quantifier has for each element. */
  readonly decisive?: Standing;
}

/** Whether a condition came to something. */
export interface OutcomeCoverage {
  readonly name: OutcomeName;
  readonly count: number;
  readonly standing: Standing;
}

/**
 * What became of one thing to be shown.
 *
 *   covered      a request shows it
 *   missed       none does, and these would
 *   unreachable  no request can, as is proved: it is not counted
 *   unsettled    none does, and whether one can is not known: it is counted
 */
export type Standing =
  | { readonly kind: "covered"; readonly count: number }
  | { readonly kind: "missed"; readonly requests: readonly JsonObject[] }
  | { readonly kind: "unreachable" | "unsettled" };

/** What requests have shown, and of the rest whether others could. */
export function coverageOf(
  { rules, requests }: CoverageRecorder,
  reachOf: (rule: TypedRule) => RuleReach,
): Coverage {
  return {
    rules: [...rules.values()].map((tally) => ruleCoverage(tally, reachOf(tally.rule))),
    requests: { ...requests },
  };
}

function ruleCoverage({ rule, evaluated, matched, conditions }: RuleTally, reach: RuleReach): RuleCoverage {
  return {
    rule,
    evaluated,
    matched: standingOf(matched, reach.matched),
    conditions: [...conditions].map(([key, tally]) => conditionCoverage(key, tally, reach)),
  };
}

function conditionCoverage(key: string, tally: ConditionTally, reach: RuleReach): ConditionCoverage {
  const { condition, outcomes } = tally;
  // Asked first: requests that show how a condition turns the rule show its outcomes too.
  const decisive = isInner(condition) ? undefined : decisiveness(key, tally, reach);
  return {
    condition,
    outcomes: outcomeNamesOf(condition).map((name) => ({
      name,
      count: outcomes[name].count,
      standing: standingOf(outcomes[name], () => reach.outcome(key, name)),
    })),
    ...(decisive && { decisive }),
  };
}

function decisiveness(key: string, tally: ConditionTally, reach: RuleReach): Standing {
  return isDecisive(tally) ? covered(hingeCount(tally)) : turning(key, tally, reach);
}

function covered(count: number): Standing {
  return { kind: "covered", count };
}

function hingeCount({ hinges }: ConditionTally): number {
  return Object.values(hinges).reduce((sum, { count }) => sum + count, 0);
}

function standingOf({ count }: Tally, reached: () => Reached): Standing {
  if (count > 0) return covered(count);
  const answer = reached();
  return answer.kind === "reached" ? { kind: "missed", requests: [answer.request] } : answer;
}

/** What stands with a condition of which it was not seen that it turns the rule: the requests that are still wanted for it. */
function turning(key: string, { condition, hinges }: ConditionTally, reach: RuleReach): Standing {
  let isProved = true;
  for (const pair of hingePairs(condition)) {
    const wanted = pair.filter((name: HingeName) => hinges[name].count === 0);
    const answers = wanted.map((name) => reach.hinge(key, name));
    const requests = answers.flatMap((answer) => (answer.kind === "reached" ? [answer.request] : []));
    if (requests.length === wanted.length) return { kind: "missed", requests };
    if (!answers.some(({ kind }) => kind === "unreachable")) isProved = false;
  }
  return { kind: isProved ? "unreachable" : "unsettled" };
}
