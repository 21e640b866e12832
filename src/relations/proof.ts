import { assertNever } from "../util/invariant.js";
import type { AskedSubject } from "./asked-subject.js";
import type { RelationAnswer } from "./evaluation.js";
import { hasInt, intsOf } from "./int-list.js";
import type { EntityReference, RelationTuple } from "./model.js";
import type { PlannedRule } from "./relation-plan.js";
import { type SettledStates, settleStates } from "./settle-states.js";
import { plainSubject, slotOfNode, type TupleIndex, usersetSubject, waysFrom } from "./tuple-index.js";

/** That a subject has a relation to an object, and why. */
export interface ProvenRelation {
  readonly relation: string;
  readonly object: EntityReference;
  readonly by: ProofStep;
}

/** One reason. What it refers to is proved further down, and refers to nothing above it. */
export type ProofStep =
  /** The tuple says so, of the subject itself or of everyone of its type. */
  | { readonly kind: "tuple"; readonly tuple: RelationTuple }
  /** The tuple says so of a userset: the subject has that relation to that entity. */
  | { readonly kind: "userset"; readonly tuple: RelationTuple }
  /** The subject has another relation to the same object. */
  | { readonly kind: "relation"; readonly relation: string }
  /** The subject has this relation to what the tuple leads to. */
  | { readonly kind: "inherited"; readonly relation: string; readonly tuple: RelationTuple }
  /** The question was whether whoever has a relation has it. */
  | { readonly kind: "itself" }
  /** All of these together. */
  | { readonly kind: "all"; readonly steps: readonly ProofStep[] }
  /** This, and what is excluded does not hold. */
  | { readonly kind: "butNot"; readonly step: ProofStep };

interface Goal {
  readonly slot: number;
  readonly object: number;
}

interface ProofContext {
  readonly index: TupleIndex;
  readonly subject: AskedSubject;
  readonly settled: SettledStates;
  /** The state that is proved. */
  readonly state: Goal;
  /** Notes a state that the proof refers to. */
  readonly refer: (state: Goal) => void;
}

/**
 * Why the subject has the relation, from the goal on: a list, since what a deep hierarchy proves nobody could read as a tree. Empty where it has
 * not, or where that is unknown.
 */
export function findProof(index: TupleIndex, subject: AskedSubject, goal: Goal): readonly ProvenRelation[] {
  const settled = settleStates(index, subject, goal.slot, goal.object);
  if (settled.answer(goal.slot, goal.object) !== "yes") return [];
  const goals = new Map([[index.usersetOf(goal.object, goal.slot), goal]]);
  const refer = (state: Goal) => void goals.set(index.usersetOf(state.object, state.slot), state);
  const proofs = [...proveAll({ index, subject, settled, refer }, goals)];
  return proofs.sort((left, right) => right.order - left.order).map(({ proven }) => proven);
}

function* proveAll(
  context: Omit<ProofContext, "state">,
  goals: ReadonlyMap<number, Goal>,
): Generator<{ order: number; proven: ProvenRelation }> {
  const { index, settled } = context;
  // Proving a goal may add others, which the Map's iterator reaches later.
  for (const state of goals.values()) {
    const slot = index.plan.slots[state.slot];
    const by = slot && (isItself(context, state) ? itself : stepOf({ ...context, state }, slot.rule));
    if (slot === undefined || by === undefined) continue;
    const proven = { relation: slot.relation.name, object: index.entityOf(state.object), by };
    yield { order: settled.order(state.slot, state.object), proven };
  }
}

const itself: ProofStep = { kind: "itself" };

function isItself({ index, subject }: Omit<ProofContext, "state">, { slot, object }: Goal): boolean {
  return subject.userset !== undefined && subject.userset === index.usersetOf(object, slot);
}

/** A step of states that were found to hold before this one. */
function stepOf(context: ProofContext, rule: PlannedRule): ProofStep | undefined {
  switch (rule.kind) {
    case "direct":
      return directStep(context);
    case "computed":
      return computedStep(context, rule.slot);
    case "inherited":
      return inheritedStep(context, rule);
    case "union":
      return firstOf(rule.operands, (operand) => stepOf(context, operand));
    case "intersection": {
      if (ruleAnswer(context, rule) !== "yes") return undefined;
      const steps = rule.operands.map((operand) => stepOf(context, operand));
      return steps.every((step) => step !== undefined) ? { kind: "all", steps } : undefined;
    }
    case "exclusion": {
      if (ruleAnswer(context, rule.excluded) !== "no") return undefined;
      const step = stepOf(context, rule.base);
      return step && { kind: "butNot", step };
    }
    default:
      return assertNever(rule);
  }
}

function isBefore({ settled, state }: ProofContext, other: Goal): boolean {
  const order = settled.order(other.slot, other.object);
  return order > 0 && order < settled.order(state.slot, state.object);
}

function computedStep(context: ProofContext, slot: number): ProofStep | undefined {
  const { index, state } = context;
  const other = { slot, object: state.object };
  if (!isBefore(context, other)) return undefined;
  context.refer(other);
  return { kind: "relation", relation: index.plan.slots[slot]?.relation.name ?? "" };
}

function directStep(context: ProofContext): ProofStep | undefined {
  const { index, subject, state } = context;
  const own = index.tuples[state.slot];
  const usersets = own?.usersets.get(state.object);
  for (const node of [subject.node, subject.everyone])
    if (node !== undefined && hasInt(own?.subjects.get(state.object), node))
      return { kind: "tuple", tuple: tupleAt(context, plainSubject(index, node), state.slot) };
  if (subject.userset !== undefined && hasInt(usersets, subject.userset))
    return { kind: "tuple", tuple: tupleAt(context, usersetSubject(index, subject.userset), state.slot) };
  return firstOf(intsOf(usersets), (userset) => {
    const found = index.readUserset(userset);
    const other = { slot: found.slot, object: found.node };
    if (!isBefore(context, other)) return undefined;
    context.refer(other);
    return { kind: "userset", tuple: tupleAt(context, usersetSubject(index, userset), state.slot) };
  });
}

function inheritedStep(
  context: ProofContext,
  rule: Extract<PlannedRule, { readonly kind: "inherited" }>,
): ProofStep | undefined {
  const { index, state } = context;
  const slotOf = slotOfNode(rule.slotOfType, index);
  return firstOf(waysFrom(index, rule.over, state.object), ({ parent, userset }) => {
    const slot = slotOf(parent);
    if (slot === undefined || !isBefore(context, { slot, object: parent })) return undefined;
    context.refer({ slot, object: parent });
    const relation = index.plan.slots[slot]?.relation.name ?? "";
    const subject = userset === undefined ? plainSubject(index, parent) : usersetSubject(index, userset);
    return { kind: "inherited", relation, tuple: tupleAt(context, subject, rule.over) };
  });
}

function tupleAt(
  { index, state }: ProofContext,
  subject: RelationTuple["subject"],
  slot: number,
): RelationTuple {
  const relation = index.plan.slots[slot]?.relation.name ?? "";
  return { subject, relation, object: index.entityOf(state.object) };
}

/** What a part of a rule comes to. */
function ruleAnswer(context: ProofContext, rule: PlannedRule): RelationAnswer {
  const { index, settled, state } = context;
  const answerOf = (slot: number, object: number): RelationAnswer => settled.answer(slot, object);
  switch (rule.kind) {
    case "direct":
      return directAnswer(context);
    case "computed":
      return answerOf(rule.slot, state.object);
    case "inherited": {
      const slotOf = slotOfNode(rule.slotOfType, index);
      return best(
        [...waysFrom(index, rule.over, state.object)].map(({ parent }) => {
          const slot = slotOf(parent);
          return slot === undefined ? "no" : answerOf(slot, parent);
        }),
      );
    }
    case "union":
      return best(rule.operands.map((operand) => ruleAnswer(context, operand)));
    case "intersection":
      return worst(rule.operands.map((operand) => ruleAnswer(context, operand)));
    case "exclusion":
      return worst([ruleAnswer(context, rule.base), opposite(ruleAnswer(context, rule.excluded))]);
    default:
      return assertNever(rule);
  }
}

function directAnswer({ index, subject, settled, state }: ProofContext): RelationAnswer {
  const own = index.tuples[state.slot];
  const usersets = own?.usersets.get(state.object);
  for (const node of [subject.node, subject.everyone])
    if (node !== undefined && hasInt(own?.subjects.get(state.object), node)) return "yes";
  if (subject.userset !== undefined && hasInt(usersets, subject.userset)) return "yes";
  return best(
    [...intsOf(usersets)].map((userset) => {
      const found = index.readUserset(userset);
      return settled.answer(found.slot, found.node);
    }),
  );
}

function best(answers: readonly RelationAnswer[]): RelationAnswer {
  return answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";
}

function worst(answers: readonly RelationAnswer[]): RelationAnswer {
  return answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";
}

function opposite(answer: RelationAnswer): RelationAnswer {
  return answer === "yes" ? "no" : answer === "no" ? "yes" : "unknown";
}

function firstOf<Value, Found>(
  values: Iterable<Value>,
  find: (value: Value) => Found | undefined,
): Found | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
