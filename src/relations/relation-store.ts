import type { AskedSubject } from "./asked-subject.js";
import { directSlots, objectCandidates, reverseSteps, subjectCandidates } from "./candidates.js";
import { compileRules, createEvaluation, type Evaluation, type RelationAnswer } from "./evaluation.js";
import type { EntityReference, RelationModel, RelationTuple } from "./model.js";
import { findProof, type ProvenRelation } from "./proof.js";
import { planRelations, type RelationPlan, type Slot } from "./relation-plan.js";
import { type SettledStates, settleStates } from "./settle-states.js";
import { createTupleIndex, isUserset, type TupleIndex, tuplesOf } from "./tuple-index.js";
import { isSlot, problemOfWrite, slotOfTuple, type TupleProblem } from "./validate-tuple.js";

/** Whether a subject has a relation to an object. */
export interface RelationQuestion {
  /** An entity, or a userset: whether all that have that relation have this one. */
  readonly subject: EntityReference & { readonly relation?: string };
  readonly relation: string;
  readonly object: EntityReference;
}

/** Changes that are made together or not at all. */
export interface RelationWrite {
  /** Tuples that are there afterwards. */
  readonly touch?: readonly RelationTuple[];
  /** Tuples that are not there afterwards. */
  readonly delete?: readonly RelationTuple[];
  /** Tuples that must be there, and must not be there, before. */
  readonly require?: readonly RelationTuple[];
  readonly forbid?: readonly RelationTuple[];
}

/** What became of a write. */
export type WriteResult =
  | { readonly ok: true; readonly revision: number }
  | { readonly ok: false; readonly problems: readonly WriteProblem[] };

/** What is wrong with a write, of which nothing was done. */
export interface WriteProblem {
  readonly code: TupleProblem["code"] | "precondition_failed" | "contradiction";
  readonly message: string;
  /** Undefined where it is the write itself that is wrong. */
  readonly tuple?: RelationTuple;
}

/** What a write changed: tuples that were new, and tuples that are gone. */
export interface RelationChange {
  readonly revision: number;
  readonly touched: readonly RelationTuple[];
  readonly deleted: readonly RelationTuple[];
}

/** Who has a relation to an object. */
export interface SubjectList {
  /** Ids, sorted: those that somebody wrote of. */
  readonly ids: readonly string[];
  /** Whether whoever else there is of the type has it, too. */
  readonly everyone: boolean;
  /** Ids, sorted: those who have it not although everyone else has. */
  readonly except: readonly string[];
}

/** Tuples in memory, and what follows from them. */
export interface RelationStore {
  /** Counts the writes that changed something. */
  readonly revision: number;
  readonly size: number;
  write(write: RelationWrite): WriteResult;
  check(question: RelationQuestion): RelationAnswer;
  /** The answers in the order of the questions. */
  checkMany(questions: readonly RelationQuestion[]): readonly RelationAnswer[];
  /** The ids of the objects of a type to which the subject has the relation, sorted. */
  listResources(subject: RelationQuestion["subject"], relation: string, type: string): readonly string[];
  /** Who of a type has the relation to an object. */
  listSubjects(object: EntityReference, relation: string, type: string): SubjectList;
  /** Why the subject has the relation, from the question on; empty where it has not. */
  explain(question: RelationQuestion): readonly ProvenRelation[];
  /** The tuples in which all that is given stands. */
  read(filter?: Partial<RelationTuple>): Iterable<RelationTuple>;
  /** Calls the listener after each write that changed something. Returns what ends that. */
  onChange(listener: (change: RelationChange) => void): () => void;
  /** The changes after a revision, oldest first; undefined where it is too long ago: then all is to be read anew. */
  changesSince(revision: number): readonly RelationChange[] | undefined;
}

/** What a store may be told. */
export interface RelationStoreOptions {
  /** How many changes are remembered for those who ask later; 10,000 unless given. */
  readonly remembered?: number;
  /** The revision to begin with: that of a snapshot. */
  readonly revision?: number;
}

/**
 * Creates a store without tuples.
 *
 * @example
 * const store = createRelationStore(relationModel(policySet.entities));
 * store.write({ touch: [{ subject: { type: "User", id: "kim" }, relation: "viewer", object: { type: "Document", id: "7" } }] });
 * store.check({ subject: { type: "User", id: "kim" }, relation: "viewer", object: { type: "Document", id: "7" } }); // "yes"
 */
export function createRelationStore(model: RelationModel, options: RelationStoreOptions = {}): RelationStore {
  return relationStoreOver(createTupleIndex(planRelations(model)), options);
}

/** What whoever keeps the tuples elsewhere, too, wants to know. */
export interface KeptStoreOptions extends RelationStoreOptions {
  /** Called with each change before the write is answered and anyone is told. Where it throws, nothing was written. */
  readonly beforeCommit?: (change: RelationChange) => void;
}

/** The store of an index that may have tuples already. The index is the store's from now on. */
export function relationStoreOver(
  index: TupleIndex,
  { remembered = 10_000, revision: first = 0, beforeCommit }: KeptStoreOptions = {},
): RelationStore {
  const { plan } = index;
  const rules = compileRules(index);
  const steps = reverseSteps(plan);
  const direct = directSlots(plan);
  const changes: RelationChange[] = [];
  const listeners = new Set<(change: RelationChange) => void>();
  let revision = first;

  const slotNamed = (type: string, relation: string): Slot | undefined => plan.types.get(type)?.get(relation);
  const evaluation = createEvaluation(rules, index);
  const answerOne: AnswerState = (subject, slot, object) => {
    evaluation.begin(subject);
    const holds = evaluation.holds(slot.index, object);
    if (holds !== undefined) return holds ? "yes" : "no";
    return settleStates(index, subject, slot.index, object).answer(slot.index, object);
  };
  const check = (
    { subject, relation, object }: RelationQuestion,
    answer: AnswerState = answerOne,
  ): RelationAnswer => {
    const slot = slotNamed(object.type, relation);
    if (slot === undefined || !hasSubject(plan, subject)) return "unknown";
    const node = index.nodeOf(object);
    if (node === undefined) {
      const alone = withoutTuples(plan, subject, object);
      return alone
        ? settleStates(alone.index, alone.asked, slot.index, alone.node).answer(slot.index, alone.node)
        : "no";
    }
    return answer(askedSubject(index, subject), slot, node);
  };
  const apply = (write: RelationWrite): WriteResult => {
    const wrong = problemOfWrite(write);
    if (wrong !== undefined) return { ok: false, problems: [wrong] };
    const { touched, deleted, problems } = resolveWrite(index, write);
    if (problems.length > 0) return { ok: false, problems };
    const added = touched.filter(({ slot, tuple }) => index.add(slot, tuple));
    const removed = deleted.filter(({ slot, tuple }) => index.remove(slot, tuple));
    if (added.length + removed.length === 0) return { ok: true, revision };
    const change = { revision: revision + 1, touched: tuplesIn(added), deleted: tuplesIn(removed) };
    try {
      beforeCommit?.(change);
    } catch (error) {
      // No other code ran since: nobody has seen what could not be kept.
      for (const { slot, tuple } of added) index.remove(slot, tuple);
      for (const { slot, tuple } of removed) index.add(slot, tuple);
      throw error;
    }
    revision = change.revision;
    changes.push(change);
    if (changes.length > remembered) changes.shift();
    for (const listener of [...listeners]) listener(change);
    return { ok: true, revision };
  };
  return {
    get revision() {
      return revision;
    },
    get size() {
      return index.size;
    },
    write: apply,
    check,
    checkMany: (questions) => {
      const answer = answersInTurn(index, evaluation);
      return questions.map((question) => check(question, answer));
    },
    listResources: (subject, relation, type) => {
      const slot = slotNamed(type, relation);
      if (slot === undefined) return [];
      const asked = askedSubject(index, subject);
      const answer = answersInTurn(index, evaluation);
      const candidates = objectCandidates(index, steps, direct, asked, slot);
      const nodes = slot.isUnion
        ? candidates
        : candidates.filter((node) => answer(asked, slot, node) === "yes");
      return sortedIds(index, nodes);
    },
    listSubjects: (object, relation, type) => {
      const slot = slotNamed(object.type, relation);
      const node = index.nodeOf(object);
      if (slot === undefined || node === undefined) return { ids: [], everyone: false, except: [] };
      const { nodes, hasEveryone } = subjectCandidates(index, slot.index, node, type);
      const holds = (asked: AskedSubject) => answerOne(asked, slot, node) === "yes";
      const everyoneNode = hasEveryone ? index.everyoneOf(type) : undefined;
      const stranger = { node: undefined, everyone: everyoneNode, userset: undefined };
      const everyone = hasEveryone && holds(stranger);
      const [having, others] = partition([...nodes], (subject) => holds({ ...stranger, node: subject }));
      return {
        ids: sortedIds(index, having),
        everyone,
        except: everyone ? sortedIds(index, others) : [],
      };
    },
    explain: ({ subject, relation, object }) => {
      const slot = slotNamed(object.type, relation);
      const node = index.nodeOf(object);
      if (slot === undefined) return [];
      if (node === undefined) {
        const alone = withoutTuples(plan, subject, object);
        return alone ? findProof(alone.index, alone.asked, { slot: slot.index, object: alone.node }) : [];
      }
      return findProof(index, askedSubject(index, subject), { slot: slot.index, object: node });
    },
    read: (filter = {}) => matching(tuplesOf(index), filter),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changesSince: (since) => {
      if (since >= revision) return [];
      const oldest = changes[0]?.revision ?? Number.POSITIVE_INFINITY;
      return since + 1 < oldest ? undefined : changes.filter((change) => change.revision > since);
    },
  };
}

/** Whether a subject has a relation to an object, both by number. */
type AnswerState = (subject: AskedSubject, slot: Slot, object: number) => RelationAnswer;

/** Answers while nothing is written: what was found of a subject serves the next question about it. */
function answersInTurn(index: TupleIndex, evaluation: Evaluation): AnswerState {
  let last: AskedSubject | undefined;
  let settled: SettledStates | undefined;
  return (subject, { index: slot }, object) => {
    if (last === undefined || !isSameSubject(last, subject)) {
      evaluation.begin(subject);
      last = subject;
      settled = undefined;
    }
    const holds = evaluation.holds(slot, object);
    if (holds !== undefined) return holds ? "yes" : "no";
    if (settled?.has(slot, object) !== true) settled = settleStates(index, subject, slot, object);
    return settled.answer(slot, object);
  };
}

function isSameSubject(one: AskedSubject, other: AskedSubject): boolean {
  return one.node === other.node && one.everyone === other.everyone && one.userset === other.userset;
}

/** What is asked about another model's names is not known: see {@link missingName}, of which this is the part that every check pays for. */
function hasSubject({ types }: RelationPlan, { type, relation }: RelationQuestion["subject"]): boolean {
  const slots = types.get(type);
  return slots !== undefined && (relation === undefined || slots.has(relation));
}

function askedSubject(index: TupleIndex, { type, id, relation }: RelationQuestion["subject"]): AskedSubject {
  const node = index.nodeOf({ type, id });
  if (relation === undefined) return { node, everyone: index.everyoneOf(type), userset: undefined };
  const slot = index.plan.types.get(type)?.get(relation);
  const userset = node === undefined || slot === undefined ? undefined : index.usersetOf(node, slot.index);
  return { node: undefined, everyone: undefined, userset };
}

/** Of an object that no tuple names, only what follows from the relation that is asked about itself holds: an index to find that in. */
function withoutTuples(plan: RelationPlan, subject: RelationQuestion["subject"], object: EntityReference) {
  const isItself = subject.type === object.type && subject.id === object.id;
  if (subject.relation === undefined || !isItself) return undefined;
  const index = createTupleIndex(plan);
  const node = index.name(object);
  return { index, node, asked: askedSubject(index, subject) };
}

interface PlacedTuple {
  readonly slot: Slot;
  readonly tuple: RelationTuple;
}

function tuplesIn(placed: readonly PlacedTuple[]): readonly RelationTuple[] {
  return placed.map(({ tuple }) => tuple);
}

/** What a write comes to: nothing is done before all of it is known to fit. */
function resolveWrite(index: TupleIndex, write: RelationWrite) {
  const problems: WriteProblem[] = [];
  const place = (tuples: readonly RelationTuple[] = []): PlacedTuple[] =>
    tuples.flatMap((tuple) => {
      const slot = slotOfTuple(index.plan, tuple);
      if (isSlot(slot)) return [{ slot, tuple }];
      problems.push({ ...slot, tuple });
      return [];
    });
  const touched = place(write.touch);
  const deleted = place(write.delete);
  for (const { slot, tuple } of place(write.require))
    if (!index.has(slot, tuple))
      problems.push({
        code: "precondition_failed",
        message: "this tuple has to be there, and is not",
        tuple,
      });
  for (const { slot, tuple } of place(write.forbid))
    if (index.has(slot, tuple))
      problems.push({ code: "precondition_failed", message: "this tuple must not be there, and is", tuple });
  const keys = new Set(deleted.length === 0 ? [] : touched.map(({ tuple }) => keyOf(tuple)));
  for (const { tuple } of deleted)
    if (keys.has(keyOf(tuple)))
      problems.push({ code: "contradiction", message: "this tuple is both touched and deleted", tuple });
  return { touched, deleted, problems };
}

/** A text that no other tuple has: JSON keeps its parts apart. */
export function keyOf({ subject, relation, object }: RelationTuple): string {
  const who =
    "everyone" in subject
      ? [subject.type]
      : [subject.type, subject.id, ...(isUserset(subject) ? [subject.relation] : [])];
  return JSON.stringify([who, relation, object.type, object.id]);
}

function sortedIds(index: TupleIndex, nodes: readonly number[]): readonly string[] {
  return nodes.map((node) => index.entityOf(node).id).sort();
}

function partition<Value>(
  values: readonly Value[],
  test: (value: Value) => boolean,
): readonly [readonly Value[], readonly Value[]] {
  const having: Value[] = [];
  const others: Value[] = [];
  for (const value of values) (test(value) ? having : others).push(value);
  return [having, others];
}

function* matching(
  tuples: Iterable<RelationTuple>,
  filter: Partial<RelationTuple>,
): Generator<RelationTuple> {
  const wanted = Object.entries(filter);
  for (const tuple of tuples) {
    const members = new Map<string, unknown>(Object.entries(tuple));
    if (wanted.every(([name, value]) => isSame(members.get(name), value))) yield tuple;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return one === other;
  const members = Object.entries(other);
  const own = new Map<string, unknown>(Object.entries(one));
  return members.length === own.size && members.every(([name, value]) => isSame(own.get(name), value));
}
