import { assertNever } from "../util/invariant.js";
import type { AskedSubject } from "./asked-subject.js";
import { hasInt, someInt } from "./int-list.js";
import { createReach, type Reach } from "./reach.js";
import type { PlannedRule, RelationPlan } from "./relation-plan.js";
import { createStateTable } from "./state-table.js";
import { slotOfNode, type TupleIndex } from "./tuple-index.js";

/* What hangs on a cycle through an exclusion is unknown, and unknown grants nothing. */
export type { RelationAnswer } from "../runtime/decision.js";

/** Decides states, which are pairs of a relation and an object, for one subject; what it found of that it remembers. */
export interface Evaluation {
  /** Forgets everything: from now on it is about this subject, and about the tuples as they are. */
  begin(subject: AskedSubject): void;
  /** Undefined where the quick way does not lead to an answer: see {@link settleStates}. */
  holds(slot: number, object: number): boolean | undefined;
}

/** The rules of a plan, compiled: each decides a state of its slot. */
export type CompiledRules = readonly CompiledRule[];

type CompiledRule = (search: Search, object: number) => boolean;

/** How many states deep the search goes: each takes about ten frames, of which a stack of JavaScript holds some thousand. */
const deepest = 100;

/** That the quick way does not lead to an answer. Thrown and caught in this file. */
const noWay = Symbol("no way");

/** Compiles the rules of a plan over an index: no rule is looked at again when states are decided. */
export function compileRules(index: TupleIndex): CompiledRules {
  return index.plan.slots.map(({ rule, index: slot }) => compileRule(rule, slot, index));
}

function compileRule(rule: PlannedRule, slot: number, index: TupleIndex): CompiledRule {
  switch (rule.kind) {
    case "direct":
      return compileDirect(slot, index);
    case "computed":
      return (search, object) => search.decide(rule.slot, object);
    case "inherited":
      return compileInherited(rule.over, slotOfNode(rule.slotOfType, index), index);
    case "union": {
      const operands = rule.operands.map((operand) => compileRule(operand, slot, index));
      return (search, object) => operands.some((operand) => operand(search, object));
    }
    case "intersection": {
      const operands = rule.operands.map((operand) => compileRule(operand, slot, index));
      return (search, object) => operands.every((operand) => operand(search, object));
    }
    case "exclusion": {
      const base = compileRule(rule.base, slot, index);
      const excluded = compileRule(rule.excluded, slot, index);
      return (search, object) => base(search, object) && !search.certainly(excluded, object);
    }
    default:
      return assertNever(rule);
  }
}

function compileDirect(slot: number, index: TupleIndex): CompiledRule {
  const { subjects, usersets } = index.tuples[slot] ?? noTuples;
  const { hasPlain, hasUsersets } = kindsIn(slot, index);
  return (search, object) => {
    const { node, everyone, userset } = search.subject;
    const own = hasPlain ? subjects.get(object) : undefined;
    if (own !== undefined) {
      if (node !== undefined && hasInt(own, node)) return true;
      if (everyone !== undefined && hasInt(own, everyone)) return true;
    }
    const sets = hasUsersets ? usersets.get(object) : undefined;
    if (sets === undefined) return false;
    if (userset !== undefined && hasInt(sets, userset)) return true;
    return someInt(sets, (set) => search.decideState(set));
  };
}

/** What tuples of a slot there can be: looking for others among a million costs more than the rest of a step. */
function kindsIn(slot: number, { plan }: TupleIndex) {
  const subjects = plan.slots[slot]?.relation.subjects ?? [];
  return {
    hasPlain: subjects.some(({ kind }) => kind !== "userset"),
    hasUsersets: subjects.some(({ kind }) => kind === "userset"),
  };
}

const noTuples = { subjects: new Map<number, number>(), usersets: new Map<number, number>() };

function compileInherited(
  over: number,
  slotOf: (node: number) => number | undefined,
  index: TupleIndex,
): CompiledRule {
  const { subjects, usersets } = index.tuples[over] ?? noTuples;
  const holds = (search: Search, parent: number): boolean => {
    const slot = slotOf(parent);
    return slot !== undefined && search.decide(slot, parent);
  };
  const { hasUsersets } = kindsIn(over, index);
  return (search, object) => {
    const parents = subjects.get(object);
    // Most entities lie in one other.
    if (
      typeof parents === "number" ? holds(search, parents) : someInt(parents, (each) => holds(search, each))
    )
      return true;
    if (!hasUsersets) return false;
    return someInt(usersets.get(object), (userset) => holds(search, index.readUserset(userset).node));
  };
}

/** Decides states by a plan's rules. There is one for a store: a check makes nothing that has to be collected. */
export function createEvaluation(rules: CompiledRules, index: TupleIndex): Evaluation {
  return new Search(rules, index);
}

const nobody: AskedSubject = { node: undefined, everyone: undefined, userset: undefined };

/** Statuses of states that are decided. */
const yes = -1;
const no = -2;

/**
 * Depth-first search over states. A state that is met while it is in progress is no: a proof needs no state twice on one way. A no that comes
 * of that is provisional: it is final when the state in progress ends in no, and is forgotten when that ends in yes. This is the
 * completion of strongly connected components of SLG resolution (Chen and Warren, JACM 1996), with the trail in the place of its tables.
 */
class Search implements Evaluation {
  subject = nobody;
  readonly #rules: CompiledRules;
  readonly #plan: RelationPlan;
  readonly #slots: number;
  readonly #reach: Reach;
  /** By state: 0 where nothing is known, `yes`, `no`, `2 * depth` where it is in progress, `2 * depth + 1` where it is provisionally no. */
  readonly #status = createStateTable();
  /** The states that are provisionally no, oldest first; the second list has the least depth that the first so many of them hang on. */
  readonly #trail: number[] = [];
  readonly #lowOfTrail: number[] = [];
  #depth = 0;
  /** The least depth that a no since the last reset hangs on. */
  #low = Number.POSITIVE_INFINITY;

  constructor(rules: CompiledRules, index: TupleIndex) {
    this.#rules = rules;
    this.#plan = index.plan;
    this.#slots = Math.max(1, index.plan.slots.length);
    this.#reach = createReach(index);
  }

  begin(subject: AskedSubject): void {
    this.subject = subject;
    this.#status.clear();
    this.#leave();
    // Whoever has a relation has it.
    if (subject.userset !== undefined) this.#status.set(subject.userset, yes);
  }

  holds(slot: number, object: number): boolean | undefined {
    try {
      return this.decide(slot, object);
    } catch (error) {
      if (error !== noWay) throw error;
      this.#forget();
      return undefined;
    }
  }

  /** Whatever is in progress or provisional will not be settled any more. */
  #forget(): void {
    this.#status.deleteWhere((status) => status > 0);
    this.#leave();
  }

  /** Nothing is in progress. */
  #leave(): void {
    this.#cutTrail(0);
    this.#depth = 0;
    this.#low = Number.POSITIVE_INFINITY;
  }

  decide(slot: number, object: number): boolean {
    return this.decideState(object * this.#slots + slot);
  }

  /** The number of a state is that of its userset. */
  decideState(state: number): boolean {
    const status = this.#status.get(state);
    if (status === 0) return this.#visit(state);
    if (status > 0) this.#hangOn(status % 2 === 0 ? status / 2 : this.#lowOfAll());
    return status === yes;
  }

  /** What is excluded must be certain: that it is no only because it hangs on itself is no ground to grant anything. */
  certainly(rule: CompiledRule, object: number): boolean {
    const before = this.#low;
    this.#low = Number.POSITIVE_INFINITY;
    const holds = rule(this, object);
    if (!holds && this.#low !== Number.POSITIVE_INFINITY) throw noWay;
    this.#low = before;
    return holds;
  }

  #hangOn(depth: number): void {
    if (depth < this.#low) this.#low = depth;
  }

  #lowOfAll(): number {
    return this.#lowOfTrail[this.#lowOfTrail.length - 1] ?? Number.POSITIVE_INFINITY;
  }

  #visit(state: number): boolean {
    const slot = state % this.#slots;
    if (this.#depth >= deepest) return this.#visitDeep(state, slot);
    const object = (state - slot) / this.#slots;
    const depth = ++this.#depth;
    const start = this.#trail.length;
    const before = this.#low;
    this.#low = Number.POSITIVE_INFINITY;
    this.#status.set(state, 2 * depth);
    const holds = this.#rules[slot]?.(this, object) === true;
    const low = this.#low;
    this.#depth = depth - 1;
    this.#low = before;
    if (holds) this.#end(state, start, yes);
    else if (low >= depth) this.#end(state, start, no);
    else this.#hold(state, depth, low);
    return holds;
  }

  /** Further down only unions are decided: they need no stack. */
  #visitDeep(state: number, slot: number): boolean {
    if (this.#plan.slots[slot]?.isUnion !== true) throw noWay;
    const known = (other: number) => {
      const status = this.#status.get(other);
      return status === yes ? true : status === no ? false : undefined;
    };
    const holds = this.#reach(state, this.subject, known, (other) => {
      // What is in progress or provisional is settled where it was begun.
      if (this.#status.get(other) === 0) this.#status.set(other, no);
    });
    if (holds) this.#status.set(state, yes);
    return holds;
  }

  /** The state is decided: with a yes what hung on its no is open again, with a no it is final. */
  #end(state: number, start: number, status: typeof yes | typeof no): void {
    this.#status.set(state, status);
    for (let index = start; index < this.#trail.length; index++) {
      const held = this.#trail[index] ?? 0;
      if (status === yes) this.#status.delete(held);
      else this.#status.set(held, no);
    }
    this.#cutTrail(start);
  }

  #cutTrail(length: number): void {
    if (this.#trail.length === length) return;
    this.#trail.length = length;
    this.#lowOfTrail.length = length;
  }

  #hold(state: number, depth: number, low: number): void {
    this.#status.set(state, 2 * depth + 1);
    this.#lowOfTrail.push(Math.min(this.#lowOfAll(), low));
    this.#trail.push(state);
    this.#hangOn(low);
  }
}
