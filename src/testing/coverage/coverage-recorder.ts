import type { PolicySet, TypedRule } from "../../check/typed-policy-set.js";
import { principalsOf, type RuleInScope, rulesInScope } from "../../interpret/environment.js";
import { conjunction, evaluateTruth, negation, type Scope, type Truth } from "../../interpret/evaluate.js";
import { type ReadRequest, readRequest } from "../../interpret/read-request.js";
import { failure } from "../../interpret/value.js";
import type { JsonObject } from "../../util/json-object.js";
import {
  type ConditionTree,
  foldTree,
  isOpen,
  type Logic,
  type RuleShape,
  shapeOf,
} from "./condition-tree.js";
import { type ConditionTally, count, emptyTally, hingeName, hingePairs, type RuleTally } from "./tally.js";

/** Notes what requests show of the rules of a policy set. */
export interface CoverageRecorder {
  /** Evaluates the rules in scope of each of a request's principals. An invalid request shows nothing of any rule. */
  see(request: JsonObject): void;
  /** By the rule's id. */
  readonly rules: ReadonlyMap<string, RuleTally>;
  /** How many requests were seen, and how many of them were invalid. */
  readonly requests: { valid: number; invalid: number };
}

/** Nothing seen yet. */
export function createCoverageRecorder(policySet: PolicySet): CoverageRecorder {
  const rules = new Map(policySet.rules.map((rule) => [rule.id, emptyTally(rule)]));
  const requests = { valid: 0, invalid: 0 };
  return {
    rules,
    requests,
    see(request) {
      const read = readRequest(policySet, request);
      if (!isRead(read)) {
        requests.invalid += 1;
        return;
      }
      requests.valid += 1;
      for (const { role, environment } of principalsOf(read.types))
        for (const candidate of rulesInScope(policySet, environment, read.types.target)) {
          const tally = rules.get(candidate.rule.id);
          const scope = { request: read, principal: role, variables: new Map() };
          if (tally !== undefined) seeRule(tally, candidate, scope, request);
        }
    },
  };
}

function isRead(read: ReturnType<typeof readRequest>): read is ReadRequest {
  return !Array.isArray(read);
}

function seeRule(tally: RuleTally, { rule, variant }: RuleInScope, scope: Scope, request: JsonObject): void {
  const shape = shapeOf(variant);
  const truths = shape.conditions.map(({ expression }) => evaluateTruth(expression, scope));
  const matches = ruleMatches(rule, shape.tree, truths);
  tally.evaluated += 1;
  if (matches) count(tally.matched, request);
  for (const [index, condition] of shape.conditions.entries()) {
    const own = isOpen(condition) ? tally.conditions.get(condition.key) : undefined;
    if (own !== undefined) seeCondition(own, { rule, shape, truths, matches, index }, request);
  }
  for (const { key, some } of shape.inner) {
    const outcomes = tally.conditions.get(key)?.outcomes;
    if (outcomes === undefined) continue;
    for (const name of ["true", "false"] as const)
      if (evaluateTruth(some[name], scope) === true) count(outcomes[name], request);
  }
}

/** A rule that was evaluated, and one of its conditions. */
interface Evaluated {
  readonly rule: TypedRule;
  readonly shape: RuleShape;
  readonly truths: readonly Truth[];
  readonly matches: boolean;
  readonly index: number;
}

function seeCondition(tally: ConditionTally, evaluated: Evaluated, request: JsonObject): void {
  const { rule, shape, truths, matches, index } = evaluated;
  const condition = shape.conditions[index];
  const truth = truths[index] ?? failure;
  const matchesWith = (other: boolean) => ruleMatches(rule, shape.tree, truths.with(index, other));
  if (truth === failure) {
    if (condition?.canErr && matchesWith(true) !== matchesWith(false)) count(tally.outcomes.error, request);
    return;
  }
  count(tally.outcomes[truth ? "true" : "false"], request);
  const hinge = tally.hinges[hingeName(truth, matches)];
  if (isDecisive(tally) || hinge.count > 0) return;
  if (matchesWith(!truth) !== matches) count(hinge, request);
}

/** Whether requests have shown that a condition by itself turns its rule. */
export function isDecisive({ condition, hinges }: ConditionTally): boolean {
  return hingePairs(condition).some((pair) => pair.every((name) => hinges[name].count > 0));
}

/** Whether a rule matches whose conditions come to these truth values: it is true, or, unless it allows, an error. */
export function ruleMatches(
  { effect }: Pick<TypedRule, "effect">,
  tree: ConditionTree,
  truths: readonly Truth[],
): boolean {
  const outcome = foldTree(tree, kleene, (index) => truths[index] ?? failure);
  return outcome === true || (outcome === failure && effect !== "allow");
}

/** Strong Kleene logic. */
const kleene: Logic<Truth> = {
  and: conjunction,
  or: (operands) => negation(conjunction(operands.map(negation))),
  not: negation,
  if: (condition, consequent, alternate) => {
    if (condition === failure) return failure;
    return condition ? consequent : alternate;
  },
};
