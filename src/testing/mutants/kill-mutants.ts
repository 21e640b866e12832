import { differenceOf } from "../../analysis/difference.js";
import type { PolicySet, TypedRule } from "../../check/typed-policy-set.js";
import { decidingRules, obligationNames } from "../../interpret/describe-decision.js";
import { interpret } from "../../interpret/interpret.js";
import { lower } from "../../ir/lower.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { MutatedSet } from "./mutated-sets.js";

/**
 * What became of a mutant: `killed` by a test; `equivalent`: there is no request that it decides otherwise; `survived`: there is one, but
 * no test has it; `undecided`: whether there is one is not known.
 */
export type MutantVerdict = "killed" | "equivalent" | "survived" | "undecided";

/** A test as far as it kills: a request, and what is expected to be decided. */
export interface KillingTest {
  readonly request: JsonObject;
  readonly decision: Decision;
}

/** Runs tests against mutants of a policy set. */
export function killMutants(
  policySet: PolicySet,
  tests: readonly KillingTest[],
  mutated: readonly MutatedSet[],
): readonly MutantVerdict[] {
  const original = { ...policySet, tests: [] };
  const byAction = new Map<string, KillingTest[]>();
  for (const test of tests) {
    const action = actionOf(test);
    byAction.set(action, [...(byAction.get(action) ?? []), test]);
  }
  return mutated.map((mutant) => {
    const actions = changedActions(original, mutant.policySet);
    const isKilled = [...actions].some((action) => {
      const restricted = restrictedTo(mutant.policySet, new Set([action]));
      return (byAction.get(action) ?? []).some((test) => fails(restricted, test));
    });
    return isKilled ? "killed" : standingOf(original, mutant.policySet, actions);
  });
}

function actionOf({ request }: KillingTest): string {
  return String((request.action as JsonObject).name);
}

function fails(policySet: PolicySet, { request, decision }: KillingTest): boolean {
  return keyOf(interpret(policySet, request)) !== keyOf(decision);
}

/** What the `expect` of a test says. */
function keyOf(decision: Decision): string {
  return JSON.stringify([decision.reason, decidingRules(decision), obligationNames(decision)]);
}

/** The actions on which rules speak that are not the same in both. */
function changedActions(older: PolicySet, newer: PolicySet): ReadonlySet<string> {
  const changed = (rules: readonly TypedRule[], others: readonly TypedRule[]) => {
    const known = new Set(others);
    return rules.filter((rule) => !known.has(rule));
  };
  const rules = [...changed(older.rules, newer.rules), ...changed(newer.rules, older.rules)];
  return new Set(
    rules.flatMap(({ variants }) => variants.flatMap(({ targets }) => targets.map(({ action }) => action))),
  );
}

function restrictedTo(policySet: PolicySet, actions: ReadonlySet<string>): PolicySet {
  return {
    ...policySet,
    actions: new Map([...policySet.actions].filter(([name]) => actions.has(name))),
    rules: policySet.rules.filter(({ variants }) =>
      variants.some(({ targets }) => targets.some(({ action }) => actions.has(action))),
    ),
  };
}

function standingOf(older: PolicySet, newer: PolicySet, actions: ReadonlySet<string>): MutantVerdict {
  const { decisions, undecided } = differenceOf(
    lower(restrictedTo(older, actions)),
    lower(restrictedTo(newer, actions)),
  );
  if (decisions.some(({ kind }) => kind !== "explained")) return "survived";
  return undecided.some(({ kind }) => kind !== "explained") ? "undecided" : "equivalent";
}
