import { assertNever } from "../util/invariant.js";
import type { AskedSubject } from "./asked-subject.js";
import { intsOf } from "./int-list.js";
import type { PlannedRule, RelationPlan, Slot } from "./relation-plan.js";
import { slotOfNode, type TupleIndex, waysFrom } from "./tuple-index.js";

/** The ways in which a state makes others possible, by slot: computed once for a plan. */
export interface ReverseSteps {
  /** The slots of the same object that name this one. */
  readonly computedBy: readonly number[];
  /** The slots that inherit this one. */
  readonly inheritedBy: readonly InheritingSlot[];
  /** The slots of which tuples may be written whose subject is whoever has this one. */
  readonly writtenOf: readonly number[];
}

/** A slot that inherits another. */
interface InheritingSlot {
  readonly slot: number;
  /** Whose tuples lead to what it inherits from. */
  readonly over: number;
  /** The slots whose usersets may stand in those tuples. */
  readonly usersets: readonly number[];
}

/** The reverse steps of all slots. What is excluded makes nothing possible. */
export function reverseSteps(plan: RelationPlan): readonly ReverseSteps[] {
  const { slots } = plan;
  const direct = directSlots(plan);
  const steps = slots.map(() => ({
    computedBy: [] as number[],
    inheritedBy: [] as InheritingSlot[],
    writtenOf: [] as number[],
  }));
  const note = (slot: number, rule: PlannedRule): void => {
    switch (rule.kind) {
      case "direct":
        return;
      case "computed":
        steps[rule.slot]?.computedBy.push(slot);
        return;
      case "inherited":
        for (const [type, from] of rule.slotOfType) {
          const usersets = usersetSlots(plan, rule.over).filter((userset) => slots[userset]?.type === type);
          steps[from]?.inheritedBy.push({ slot, over: rule.over, usersets });
        }
        return;
      case "union":
      case "intersection":
        for (const operand of rule.operands) note(slot, operand);
        return;
      case "exclusion":
        note(slot, rule.base);
        return;
      default:
        assertNever(rule);
    }
  };
  for (const { index, rule } of slots) note(index, rule);
  for (const slot of direct)
    for (const userset of usersetSlots(plan, slot)) steps[userset]?.writtenOf.push(slot);
  return steps;
}

/** The slots that a relation's tuples may have usersets of. */
function usersetSlots({ slots, types }: RelationPlan, slot: number): readonly number[] {
  const subjects = slots[slot]?.relation.subjects ?? [];
  return subjects.flatMap((kind) => {
    const found = kind.kind === "userset" ? types.get(kind.type)?.get(kind.relation) : undefined;
    return found === undefined ? [] : [found.index];
  });
}

/** Which slots count their own tuples. */
export function directSlots({ slots }: RelationPlan): ReadonlySet<number> {
  const isDirect = (rule: PlannedRule): boolean => {
    switch (rule.kind) {
      case "direct":
        return true;
      case "computed":
      case "inherited":
        return false;
      case "union":
      case "intersection":
        return rule.operands.some(isDirect);
      case "exclusion":
        return isDirect(rule.base);
      default:
        return assertNever(rule);
    }
  };
  return new Set(slots.filter(({ rule }) => isDirect(rule)).map(({ index }) => index));
}

/**
 * The objects that `target` can hold of for the subject, found from the subject on: all that do are among them, and where `target` is a union all
 * of them do.
 */
export function objectCandidates(
  index: TupleIndex,
  steps: readonly ReverseSteps[],
  direct: ReadonlySet<number>,
  subject: AskedSubject,
  target: Slot,
): readonly number[] {
  const seen = new Set<number>();
  const open: number[] = [];
  const found: number[] = [];
  const reach = (object: number, slot: number): void => {
    const state = index.usersetOf(object, slot);
    if (seen.has(state)) return;
    seen.add(state);
    open.push(state);
    if (slot === target.index) found.push(object);
  };
  if (subject.userset !== undefined) {
    const { node, slot } = index.readUserset(subject.userset);
    reach(node, slot);
  }
  for (const slot of direct) {
    const own = index.tuples[slot];
    for (const node of [subject.node, subject.everyone])
      if (node !== undefined) for (const object of intsOf(own?.objects.get(node))) reach(object, slot);
  }
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const { node, slot } = index.readUserset(state);
    for (const other of steps[slot]?.writtenOf ?? [])
      for (const object of intsOf(index.tuples[other]?.objectsOfUsersets.get(state))) reach(object, other);
    for (const other of steps[slot]?.computedBy ?? []) reach(node, other);
    for (const { slot: other, over, usersets } of steps[slot]?.inheritedBy ?? []) {
      const tuples = index.tuples[over];
      for (const object of intsOf(tuples?.objects.get(node))) reach(object, other);
      for (const userset of usersets)
        for (const object of intsOf(tuples?.objectsOfUsersets.get(index.usersetOf(node, userset))))
          reach(object, other);
    }
  }
  return found;
}

/** Those who can have a relation to an object. */
export interface SubjectCandidates {
  /** Entities of the type. */
  readonly nodes: ReadonlySet<number>;
  /** Whether somebody wrote of everyone of the type. */
  readonly hasEveryone: boolean;
}

/** The subjects of a type that `slot` of `object` can hold of, and those who can be excluded from it. */
export function subjectCandidates(
  index: TupleIndex,
  slot: number,
  object: number,
  type: string,
): SubjectCandidates {
  const everyone = index.everyoneOf(type);
  const seen = new Set<number>();
  const open: number[] = [];
  const nodes = new Set<number>();
  let hasEveryone = false;
  const reach = (ofSlot: number, ofObject: number): void => {
    const state = index.usersetOf(ofObject, ofSlot);
    if (seen.has(state)) return;
    seen.add(state);
    open.push(state);
  };
  reach(slot, object);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const at = index.readUserset(state);
    const own = index.tuples[at.slot];
    for (const node of intsOf(own?.subjects.get(at.node))) {
      if (node === everyone) hasEveryone = true;
      else if (index.typeOf(node) === type) nodes.add(node);
    }
    for (const userset of intsOf(own?.usersets.get(at.node))) {
      const found = index.readUserset(userset);
      reach(found.slot, found.node);
    }
    const rule = index.plan.slots[at.slot]?.rule;
    if (rule !== undefined) reachNamed(index, rule, at.node, reach);
  }
  return { nodes, hasEveryone };
}

function reachNamed(
  index: TupleIndex,
  rule: PlannedRule,
  object: number,
  reach: (slot: number, object: number) => void,
): void {
  switch (rule.kind) {
    case "direct":
      return;
    case "computed":
      return reach(rule.slot, object);
    case "inherited": {
      const slotOf = slotOfNode(rule.slotOfType, index);
      for (const { parent } of waysFrom(index, rule.over, object)) {
        const slot = slotOf(parent);
        if (slot !== undefined) reach(slot, parent);
      }
      return;
    }
    case "union":
    case "intersection":
      for (const operand of rule.operands) reachNamed(index, operand, object, reach);
      return;
    case "exclusion":
      reachNamed(index, rule.base, object, reach);
      return reachNamed(index, rule.excluded, object, reach);
    default:
      return assertNever(rule);
  }
}
