import type { PlannedRule, RelationPlan } from "../../relations/relation-plan.js";
import { assertNever } from "../../util/invariant.js";

/**
 * The slots of which OpenFGA's `no` can be believed. Where it comes upon a cycle of tuples in what is excluded, it takes the subject for
 * excluded: so it says `no` where a cycle adds nothing and the answer is yes, and where the answer hangs on its own exclusion and is unknown.
 * Without such a cycle it says neither, so a slot is certain unless it leads to an exclusion that leads to a cycle.
 */
export function certainSlots(plan: RelationPlan): ReadonlySet<number> {
  const steps = stepsOfAll(plan);
  const reached = reachedFromAll(steps);
  const isOnCycle = (slot: number) => steps[slot]?.some(({ to }) => reached[to]?.has(slot)) ?? false;
  const leadsToCycle = (slot: number) => [...(reached[slot] ?? [])].some(isOnCycle);
  const isDoubtful = (slot: number) =>
    steps[slot]?.some(({ to, isExcluded }) => isExcluded && leadsToCycle(to)) ?? false;
  return slotsWhere(plan, (slot) => ![...(reached[slot] ?? [])].some(isDoubtful));
}

/** The slots that lead to an exclusion. */
export function excludingSlots(plan: RelationPlan): ReadonlySet<number> {
  const reached = reachedFromAll(stepsOfAll(plan));
  const excludes = (slot: number) => plan.slots[slot] !== undefined && hasExclusion(plan.slots[slot].rule);
  return slotsWhere(plan, (slot) => [...(reached[slot] ?? [])].some(excludes));
}

function hasExclusion(rule: PlannedRule): boolean {
  return rule.kind === "exclusion" || ("operands" in rule && rule.operands.some(hasExclusion));
}

function slotsWhere({ slots }: RelationPlan, test: (slot: number) => boolean): ReadonlySet<number> {
  return new Set(slots.map(({ index }) => index).filter(test));
}

/** From one slot to another that it hangs on. */
interface Step {
  readonly to: number;
  readonly isExcluded: boolean;
}

type Steps = readonly (readonly Step[])[];

function stepsOfAll(plan: RelationPlan): Steps {
  return plan.slots.map(({ rule, index }) => stepsOf(plan, rule, index));
}

/** For each slot itself and all that it hangs on. */
function reachedFromAll(steps: Steps): readonly ReadonlySet<number>[] {
  return steps.map((_, slot) => {
    const reached = new Set([slot]);
    for (const next of reached) for (const { to } of steps[next] ?? []) reached.add(to);
    return reached;
  });
}

function stepsOf(plan: RelationPlan, rule: PlannedRule, slot: number, isExcluded = false): readonly Step[] {
  const step = (to: number): Step => ({ to, isExcluded });
  switch (rule.kind) {
    case "direct":
      return usersetSlots(plan, slot).map(step);
    case "computed":
      return [step(rule.slot)];
    case "inherited":
      return [rule.over, ...rule.slotOfType.values()].map(step);
    case "union":
    case "intersection":
      return rule.operands.flatMap((operand) => stepsOf(plan, operand, slot, isExcluded));
    case "exclusion":
      return [...stepsOf(plan, rule.base, slot, isExcluded), ...stepsOf(plan, rule.excluded, slot, true)];
    default:
      return assertNever(rule);
  }
}

/** The slots whose usersets may stand in a slot's tuples. */
function usersetSlots({ slots, types }: RelationPlan, slot: number): readonly number[] {
  const subjects = slots[slot]?.relation.subjects ?? [];
  return subjects.flatMap((kind) => {
    const found = kind.kind === "userset" ? types.get(kind.type)?.get(kind.relation) : undefined;
    return found === undefined ? [] : [found.index];
  });
}
