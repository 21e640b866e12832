import { assertNever } from "../util/invariant.js";
import type { AskedSubject } from "./asked-subject.js";
import type { RelationAnswer } from "./evaluation.js";
import { hasInt, intsOf } from "./int-list.js";
import type { PlannedRule } from "./relation-plan.js";
import { slotOfNode, type TupleIndex, waysFrom } from "./tuple-index.js";

/** A formula over states: how one of them follows from others. */
export type StateFormula =
  | { readonly kind: "constant"; readonly holds: boolean }
  | { readonly kind: "state"; readonly state: number }
  | { readonly kind: "any" | "all"; readonly operands: readonly StateFormula[] }
  | { readonly kind: "butNot"; readonly base: StateFormula; readonly excluded: StateFormula };

/** States that hang together, with what is known of each. */
export interface SettledStates {
  /** Whether a state is among them. */
  has(slot: number, object: number): boolean;
  answer(slot: number, object: number): RelationAnswer;
  /** When a state that holds was found to: it follows from states that were found before it. 0 for all others. */
  order(slot: number, object: number): number;
}

/**
 * The well-founded model (Van Gelder, Ross, Schlipf, JACM 1991) of the states that `slot` of `object` hangs on, by the alternating fixed point:
 * what holds for certain, and what may hold, each found with the other in the place of what is excluded. It uses no stack, however deep
 * the tuples lead.
 */
export function settleStates(
  index: TupleIndex,
  subject: AskedSubject,
  slot: number,
  object: number,
): SettledStates {
  const states = discover(index, subject, slot, object);
  const dependents = dependentsOf(states.formulas);
  let certain: Model = new Uint32Array(states.formulas.length);
  let possible = leastModel(states.formulas, dependents, certain);
  for (;;) {
    const next = leastModel(states.formulas, dependents, possible);
    const isSettled = next.every((order, state) => order > 0 === (certain[state] ?? 0) > 0);
    certain = next;
    if (isSettled) break;
    possible = leastModel(states.formulas, dependents, certain);
  }
  const numberOf = (ofSlot: number, ofObject: number) =>
    states.numbers.get(index.usersetOf(ofObject, ofSlot)) ?? -1;
  return {
    has: (ofSlot, ofObject) => numberOf(ofSlot, ofObject) >= 0,
    answer: (ofSlot, ofObject) => {
      const state = numberOf(ofSlot, ofObject);
      if ((certain[state] ?? 0) > 0) return "yes";
      return (possible[state] ?? 0) > 0 ? "unknown" : "no";
    },
    order: (ofSlot, ofObject) => certain[numberOf(ofSlot, ofObject)] ?? 0,
  };
}

interface States {
  readonly formulas: readonly StateFormula[];
  /** The states' numbers, by the number of their userset. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** All states that one hangs on, each with its formula. */
function discover(index: TupleIndex, subject: AskedSubject, slot: number, object: number): States {
  const numbers = new Map<number, number>();
  const open: number[] = [];
  const stateOf = (ofSlot: number, ofObject: number): StateFormula => {
    const key = index.usersetOf(ofObject, ofSlot);
    const found = numbers.get(key);
    if (found !== undefined) return { kind: "state", state: found };
    numbers.set(key, open.length);
    return { kind: "state", state: open.push(key) - 1 };
  };
  stateOf(slot, object);
  const formulas: StateFormula[] = [];
  for (let next = 0; next < open.length; next++) {
    const found = index.readUserset(open[next] ?? 0);
    const rule = index.plan.slots[found.slot]?.rule ?? { kind: "union", operands: [] };
    if (open[next] === subject.userset) formulas.push({ kind: "constant", holds: true });
    else formulas.push(formulaOf(rule, { index, subject, ...found, object: found.node, stateOf }));
  }
  return { formulas, numbers };
}

interface FormulaContext {
  readonly index: TupleIndex;
  readonly subject: AskedSubject;
  readonly slot: number;
  readonly object: number;
  readonly stateOf: (slot: number, object: number) => StateFormula;
}

function formulaOf(rule: PlannedRule, context: FormulaContext): StateFormula {
  switch (rule.kind) {
    case "direct":
      return directFormula(context);
    case "computed":
      return context.stateOf(rule.slot, context.object);
    case "inherited":
      return inheritedFormula(rule, context);
    case "union":
    case "intersection": {
      const operands = rule.operands.map((operand) => formulaOf(operand, context));
      return { kind: rule.kind === "union" ? "any" : "all", operands };
    }
    case "exclusion":
      return {
        kind: "butNot",
        base: formulaOf(rule.base, context),
        excluded: formulaOf(rule.excluded, context),
      };
    default:
      return assertNever(rule);
  }
}

function directFormula({ index, subject, slot, object, stateOf }: FormulaContext): StateFormula {
  const own = index.tuples[slot];
  const subjects = own?.subjects.get(object);
  const usersets = own?.usersets.get(object);
  const isNamed =
    [subject.node, subject.everyone].some((node) => node !== undefined && hasInt(subjects, node)) ||
    (subject.userset !== undefined && hasInt(usersets, subject.userset));
  if (isNamed) return { kind: "constant", holds: true };
  const operands = [...intsOf(usersets)].map((userset) => {
    const found = index.readUserset(userset);
    return stateOf(found.slot, found.node);
  });
  return { kind: "any", operands };
}

function inheritedFormula(
  rule: Extract<PlannedRule, { readonly kind: "inherited" }>,
  { index, object, stateOf }: FormulaContext,
): StateFormula {
  const slotOf = slotOfNode(rule.slotOfType, index);
  const operands = [...waysFrom(index, rule.over, object)].flatMap(({ parent }) => {
    const slot = slotOf(parent);
    return slot === undefined ? [] : [stateOf(slot, parent)];
  });
  return { kind: "any", operands };
}

/** By state, the states whose formulas name it. */
function dependentsOf(formulas: readonly StateFormula[]): readonly (readonly number[])[] {
  const dependents = formulas.map((): number[] => []);
  for (const [state, formula] of formulas.entries())
    for (const named of statesIn(formula)) dependents[named]?.push(state);
  return dependents;
}

/** The states whose truth can make the formula true: what is excluded counts where it is excluded in turn. */
function statesIn(formula: StateFormula, isExcluded = false): readonly number[] {
  switch (formula.kind) {
    case "constant":
      return [];
    case "state":
      return isExcluded ? [] : [formula.state];
    case "any":
    case "all":
      return formula.operands.flatMap((operand) => statesIn(operand, isExcluded));
    case "butNot":
      return [...statesIn(formula.base, isExcluded), ...statesIn(formula.excluded, !isExcluded)];
    default:
      return assertNever(formula);
  }
}

/** By state, when it was found to hold: 1 for the first, 0 for one that does not. */
type Model = Uint32Array;

/** The least model in which an exclusion holds where what it excludes does not hold in `excluding`. */
function leastModel(
  formulas: readonly StateFormula[],
  dependents: readonly (readonly number[])[],
  excluding: Model,
): Model {
  const model = new Uint32Array(formulas.length);
  let found = 0;
  const open = [...formulas.keys()].reverse();
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const formula = formulas[state];
    if (model[state] !== 0 || formula === undefined || !isTrue(formula, model, excluding)) continue;
    model[state] = ++found;
    for (const dependent of dependents[state] ?? []) if (model[dependent] === 0) open.push(dependent);
  }
  return model;
}

function isTrue(formula: StateFormula, model: Model, excluding: Model): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.holds;
    case "state":
      return (model[formula.state] ?? 0) > 0;
    case "any":
      return formula.operands.some((operand) => isTrue(operand, model, excluding));
    case "all":
      return formula.operands.every((operand) => isTrue(operand, model, excluding));
    case "butNot":
      return isTrue(formula.base, model, excluding) && !isTrue(formula.excluded, excluding, model);
    default:
      return assertNever(formula);
  }
}
