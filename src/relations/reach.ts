import { assertNever } from "../util/invariant.js";
import type { AskedSubject } from "./asked-subject.js";
import { hasInt, intsOf } from "./int-list.js";
import type { PlannedRule, Slot } from "./relation-plan.js";
import { slotOfNode, type TupleIndex, waysFrom } from "./tuple-index.js";

/** What is known of states: whether one holds, or undefined. */
export type KnownState = (state: number) => boolean | undefined;

/** Whether a state of a union holds; where it does not, `toldNo` is told all states that it hangs on. */
export type Reach = (
  state: number,
  subject: AskedSubject,
  known: KnownState,
  toldNo: (state: number) => void,
) => boolean;

/**
 * Decides states of unions without a stack, however deep they lead: such a state holds if a tuple of the subject can be reached from it, whatever
 * else is in progress.
 */
export function createReach(index: TupleIndex): Reach {
  const steps = index.plan.slots.map((slot) => (slot.isUnion ? stepsOf(slot, slot.rule, index) : []));
  return (state, subject, known, toldNo) => {
    const seen = new Set([state]);
    const open = [state];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { slot, node } = index.readUserset(next);
      if (known(next) === true) return true;
      for (const step of steps[slot] ?? []) if (step(node, subject, push)) return true;
    }
    for (const each of seen) toldNo(each);
    return false;

    function push(other: number): void {
      if (seen.has(other) || known(other) === false) return;
      seen.add(other);
      open.push(other);
    }
  };
}

/** Pushes what a state hangs on; says whether a tuple of the subject itself is there. */
type Step = (node: number, subject: AskedSubject, push: (state: number) => void) => boolean;

function stepsOf(slot: Slot, rule: PlannedRule, index: TupleIndex): readonly Step[] {
  switch (rule.kind) {
    case "direct":
      return [directStep(slot.index, index)];
    case "computed":
      return [
        (node, _, push) => {
          push(index.usersetOf(node, rule.slot));
          return false;
        },
      ];
    case "inherited":
      return [inheritedStep(rule, index)];
    case "union":
      return rule.operands.flatMap((operand) => stepsOf(slot, operand, index));
    case "intersection":
    case "exclusion":
      return [];
    default:
      return assertNever(rule);
  }
}

function directStep(slot: number, index: TupleIndex): Step {
  return (node, { node: asked, everyone, userset }, push) => {
    const subjects = index.tuples[slot]?.subjects.get(node);
    if (asked !== undefined && hasInt(subjects, asked)) return true;
    if (everyone !== undefined && hasInt(subjects, everyone)) return true;
    const usersets = index.tuples[slot]?.usersets.get(node);
    if (userset !== undefined && hasInt(usersets, userset)) return true;
    for (const state of intsOf(usersets)) push(state);
    return false;
  };
}

function inheritedStep(rule: Extract<PlannedRule, { readonly kind: "inherited" }>, index: TupleIndex): Step {
  const slotOf = slotOfNode(rule.slotOfType, index);
  return (node, _, push) => {
    for (const { parent } of waysFrom(index, rule.over, node)) {
      const slot = slotOf(parent);
      if (slot !== undefined) push(index.usersetOf(parent, slot));
    }
    return false;
  };
}
