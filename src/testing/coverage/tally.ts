import type { TypedRule } from "../../check/typed-policy-set.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Condition, type InnerCondition, isOpen, shapeOf } from "./condition-tree.js";

/** How often something was seen, and the first request that showed it. */
export interface Tally {
  count: number;
  first: JsonObject | undefined;
}

/** What requests have shown of a rule. */
export interface RuleTally {
  readonly rule: TypedRule;
  /** Principals of requests that the rule was in scope of. */
  evaluated: number;
  readonly matched: Tally;
  /** By the key of the condition; in the order of the text. */
  readonly conditions: ReadonlyMap<string, ConditionTally>;
}

/** What requests have shown of a condition. */
export interface ConditionTally {
  readonly condition: Condition | InnerCondition;
  readonly outcomes: Readonly<Record<OutcomeName, Tally>>;
  /** Where the rule would have turned had this condition alone been the other way round. */
  readonly hinges: Readonly<Record<HingeName, Tally>>;
}

/** What a condition comes to. An error is counted where it matters: behind a guard that fails there is nothing to evaluate. */
export type OutcomeName = "true" | "false" | "error";

/** That a condition is true, or false, and the rule matches, or does not, for that reason. */
export type HingeName = "true, matching" | "true, not matching" | "false, matching" | "false, not matching";

/** What each hinge says. */
export const hinges: Readonly<Record<HingeName, { readonly truth: boolean; readonly matches: boolean }>> = {
  "true, matching": { truth: true, matches: true },
  "true, not matching": { truth: true, matches: false },
  "false, matching": { truth: false, matches: true },
  "false, not matching": { truth: false, matches: false },
};

/** The hinge of a condition that was true or false in a rule that matched or did not. */
export function hingeName(truth: boolean, matches: boolean): HingeName {
  return `${truth}, ${matches ? "matching" : "not matching"}`;
}

/**
 * The pairs of hinges of which one shows that a condition by itself turns its rule (MC/DC with masking: what the other conditions come to
 * may differ between the two requests, as long as they do not hide this one).
 */
export function hingePairs(
  condition: Condition | InnerCondition,
): readonly (readonly [HingeName, HingeName])[] {
  if (isInner(condition)) return [];
  const up = ["true, matching", "false, not matching"] as const;
  const down = ["true, not matching", "false, matching"] as const;
  return { up: [up], down: [down], either: [up, down] }[condition.turns];
}

/** Whether a condition is one of what a quantifier says of each element. */
export function isInner(condition: Condition | InnerCondition): condition is InnerCondition {
  return "some" in condition;
}

/** What a condition can come to, as it is counted. */
export function outcomeNamesOf(condition: Condition | InnerCondition): readonly OutcomeName[] {
  return !isInner(condition) && condition.canErr ? ["true", "false", "error"] : ["true", "false"];
}

/** Nothing seen of a rule yet. */
export function emptyTally(rule: TypedRule): RuleTally {
  const conditions = rule.variants.flatMap((variant) => {
    const { conditions: own, inner } = shapeOf(variant);
    return [...own, ...inner].filter(isOpen);
  });
  const places = [...new Map(conditions.map((condition) => [condition.key, condition])).values()];
  return {
    rule,
    evaluated: 0,
    matched: nothing(),
    conditions: new Map(places.map((condition) => [condition.key, emptyConditionTally(condition)])),
  };
}

function emptyConditionTally(condition: ConditionTally["condition"]): ConditionTally {
  return {
    condition,
    outcomes: { true: nothing(), false: nothing(), error: nothing() },
    hinges: {
      "true, matching": nothing(),
      "true, not matching": nothing(),
      "false, matching": nothing(),
      "false, not matching": nothing(),
    },
  };
}

function nothing(): Tally {
  return { count: 0, first: undefined };
}

/** Counts one more request. */
export function count(tally: Tally, request: JsonObject): void {
  tally.count += 1;
  tally.first ??= request;
}
