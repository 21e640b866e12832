import { type NearMistake, nearMistakes } from "../../analysis/generate/near-mistakes.js";
import { conditionsOf } from "../../analysis/generate/variant-formulas.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { evaluateTruth } from "../../interpret/evaluate.js";
import { assertNever } from "../../util/invariant.js";
import { type Condition, isOpen, shapeOf } from "../coverage/condition-tree.js";
import { ruleMatches } from "../coverage/coverage-recorder.js";
import type { OutcomeName } from "../coverage/tally.js";
import { decidesAlone, isVisible, matchesWith, type Sighting } from "./sighting.js";

/**
 * What some request is to show of a rule:
 *
 *   shows      it matches, and the decision shows it
 *   matches    it matches
 *   decides    it matches, and without it the decision would be another one
 *   tells      it matches only without a mistake, or only with it, and the decision shows it
 *   comes-out  a condition, of those that `and`, `or` and `not` join, is true, false or an error, as coverage counts it
 */
export type Goal = { readonly key: string } & (
  | { readonly kind: "shows" | "matches" | "decides" }
  | { readonly kind: "tells"; readonly index: number; readonly mistake: NearMistake }
  | { readonly kind: "comes-out"; readonly index: number; readonly name: OutcomeName }
);

/** What is still to be shown of the rules of a policy set. */
export interface Goals {
  /** Crosses off what a request shows; whether there was anything. */
  see(sighting: Sighting): boolean;
  /** What no request showed yet of a rule as it is typed somewhere. */
  open(rule: TypedRule, variant: RuleVariant): readonly Goal[];
}

/** All goals of every rule. A rule that is typed several ways has a goal once for each place of its text. */
export function createGoals(): Goals {
  const reached = new Map<TypedRule, Set<string>>();
  const known = new Map<RuleVariant, readonly Goal[]>();
  const reachedOf = (rule: TypedRule) => {
    const keys = reached.get(rule) ?? new Set<string>();
    reached.set(rule, keys);
    return keys;
  };
  const open = (rule: TypedRule, variant: RuleVariant) => {
    const keys = reachedOf(rule);
    const goals = (known.get(variant) ?? goalsOf(variant)).filter(({ key }) => !keys.has(key));
    known.set(variant, goals);
    return goals;
  };
  return {
    open,
    see(sighting) {
      let isNew = false;
      for (const outcome of sighting.outcomes) {
        const keys = reachedOf(outcome.rule);
        for (const goal of open(outcome.rule, outcome.variant)) {
          if (!reaches(sighting, outcome, goal)) continue;
          keys.add(goal.key);
          isNew = true;
        }
      }
      return isNew;
    },
  };
}

function goalsOf(variant: RuleVariant): readonly Goal[] {
  return [
    { key: "shows", kind: "shows" },
    { key: "matches", kind: "matches" },
    { key: "decides", kind: "decides" },
    ...conditionsOf(variant).flatMap((condition, index) =>
      nearMistakes(condition).map((mistake): Goal => {
        const { file, start, end } = mistake.span;
        const key = `${index}${mistake.key} ${file} ${start} ${end}`;
        return { key, kind: "tells", index, mistake };
      }),
    ),
    ...shapeOf(variant).conditions.flatMap((condition, index) =>
      outcomesOf(condition).map((name): Goal => {
        return { key: `${condition.key} ${name}`, kind: "comes-out", index, name };
      }),
    ),
  ];
}

function outcomesOf(condition: Condition): readonly OutcomeName[] {
  if (!isOpen(condition)) return [];
  return condition.canErr ? ["true", "false", "error"] : ["true", "false"];
}

/** Whether a request shows of a rule, on one of its principals, what is wanted. */
export function reaches(sighting: Sighting, outcome: RuleOutcome, goal: Goal): boolean {
  switch (goal.kind) {
    case "shows":
      return outcome.matches && isVisible(sighting, outcome);
    case "matches":
      return outcome.matches;
    case "decides":
      return outcome.matches && decidesAlone(sighting, outcome);
    case "tells": {
      const { index, mistake } = goal;
      return (
        isVisible(sighting, outcome) &&
        matchesWith(sighting, outcome, index, mistake.condition) !== outcome.matches
      );
    }
    case "comes-out":
      return outcomeAt(sighting, outcome, goal.index) === goal.name;
    default:
      return assertNever(goal);
  }
}

/** What a condition comes to. An error counts where it matters: behind a guard that fails there is nothing to evaluate. */
function outcomeAt(
  { read }: Sighting,
  { rule, variant, principal }: RuleOutcome,
  index: number,
): OutcomeName | undefined {
  const { conditions, tree } = shapeOf(variant);
  const scope = { request: read, principal, variables: new Map() };
  const condition = conditions[index];
  const truth = condition && evaluateTruth(condition.expression, scope);
  if (truth === true) return "true";
  if (truth === false) return "false";
  const truths = conditions.map(({ expression }) => evaluateTruth(expression, scope));
  const [whereTrue, whereFalse] = [true, false].map((other) =>
    ruleMatches(rule, tree, truths.with(index, other)),
  );
  return whereTrue !== whereFalse ? "error" : undefined;
}
