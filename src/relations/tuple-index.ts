import { hasInt, type IntList, intsOf, withInt, withoutInt } from "./int-list.js";
import type { EntityReference, RelationTuple, TupleSubject } from "./model.js";
import { createNodeLists, type NodeLists } from "./node-lists.js";
import type { RelationPlan, Slot } from "./relation-plan.js";

/**
 * The tuples of a store, by number and both ways. An entity has a number, its node, for each pair of a type and an id; so no two keys can
 * collide, whatever characters are in them. Everyone of a type has a node, too. A userset has the number `node * slots + slot`.
 */
export interface TupleIndex {
  readonly plan: RelationPlan;
  /** The node of an entity; undefined where no tuple ever named it. */
  nodeOf(entity: EntityReference): number | undefined;
  /** The node of an entity, which is named from now on. */
  name(entity: EntityReference): number;
  /** The node for everyone of a type. */
  everyoneOf(type: string): number | undefined;
  entityOf(node: number): EntityReference;
  typeOf(node: number): string;
  isEveryone(node: number): boolean;
  /** The number of the node's type in the plan; -1 for everyone of a type. */
  kindOf(node: number): number;
  /** By slot. */
  readonly tuples: readonly SlotTuples[];
  readonly size: number;
  /** Adds a tuple that fits the model; says whether it is new. */
  add(slot: Slot, tuple: RelationTuple): boolean;
  /** Takes a tuple out; says whether it was there. */
  remove(slot: Slot, tuple: RelationTuple): boolean;
  has(slot: Slot, tuple: RelationTuple): boolean;
  /** The number of the userset of a node in a slot. */
  usersetOf(node: number, slot: number): number;
  readUserset(userset: number): { readonly node: number; readonly slot: number };
}

/** The tuples of one relation. */
export interface SlotTuples {
  /** The entities, and everyones, that the relation is written of, by object. */
  readonly subjects: NodeLists;
  /** The usersets, by object. */
  readonly usersets: NodeLists;
  /** The objects, by subject. */
  readonly objects: Map<number, IntList>;
  /** The objects, by userset. */
  readonly objectsOfUsersets: Map<number, IntList>;
}

/** An index without tuples. */
export function createTupleIndex(plan: RelationPlan): TupleIndex {
  const nodes = new Map<string, Map<string, number>>([...plan.types.keys()].map((type) => [type, new Map()]));
  const entities: EntityReference[] = [];
  const everyone = new Map<string, number>();
  const kinds: number[] = [];
  const kindsByType = new Map([...plan.types.keys()].map((type, kind) => [type, kind]));
  const slots = Math.max(1, plan.slots.length);
  const tuples = plan.slots.map(emptyTuples);
  let size = 0;

  const newNode = (entity: EntityReference, kind: number) => {
    kinds.push(kind);
    return entities.push(entity) - 1;
  };
  const nodeFor = (type: string, id: string) => {
    const ofType = nodes.get(type) ?? new Map<string, number>();
    nodes.set(type, ofType);
    const found = ofType.get(id);
    if (found !== undefined) return found;
    const node = newNode({ type, id }, kindsByType.get(type) ?? -1);
    ofType.set(id, node);
    return node;
  };
  const everyoneFor = (type: string) => {
    const found = everyone.get(type);
    if (found !== undefined) return found;
    const node = newNode({ type, id: "" }, -1);
    everyone.set(type, node);
    return node;
  };
  const usersetOf = (node: number, slot: number) => node * slots + slot;
  const subjectFor = (subject: TupleSubject) =>
    "everyone" in subject ? everyoneFor(subject.type) : nodeFor(subject.type, subject.id);
  const slotNamed = (type: string, relation: string) => plan.types.get(type)?.get(relation)?.index ?? -1;
  const isKnown = ({ subject, object }: RelationTuple) =>
    nodes.get(object.type)?.has(object.id) === true &&
    ("everyone" in subject ? everyone.has(subject.type) : nodes.get(subject.type)?.has(subject.id) === true);
  /** Where a tuple stands: the two maps, and the numbers at their ends. */
  const placeOf = ({ index }: Slot, { subject, object }: RelationTuple) => {
    const own = tuples[index] ?? emptyTuples();
    const to = nodeFor(object.type, object.id);
    const node = subjectFor(subject);
    if (!isUserset(subject)) return { forward: own.subjects, back: own.objects, from: node, to };
    const from = usersetOf(node, slotNamed(subject.type, subject.relation));
    return { forward: own.usersets, back: own.objectsOfUsersets, from, to };
  };
  return {
    plan,
    tuples,
    get size() {
      return size;
    },
    nodeOf: ({ type, id }) => nodes.get(type)?.get(id),
    name: ({ type, id }) => nodeFor(type, id),
    everyoneOf: (type) => everyone.get(type),
    entityOf: (node) => entities[node] ?? nobody,
    typeOf: (node) => (entities[node] ?? nobody).type,
    isEveryone: (node) => entities[node]?.id === "",
    kindOf: (node) => kinds[node] ?? -1,
    usersetOf,
    readUserset: (userset) => ({ node: Math.floor(userset / slots), slot: userset % slots }),
    has: (slot, tuple) => {
      if (!isKnown(tuple)) return false;
      const { forward, from, to } = placeOf(slot, tuple);
      return hasInt(forward.get(to), from);
    },
    add: (slot, tuple) => {
      const { forward, back, from, to } = placeOf(slot, tuple);
      if (hasInt(forward.get(to), from)) return false;
      forward.set(to, withInt(forward.get(to), from));
      back.set(from, withInt(back.get(from), to));
      size += 1;
      return true;
    },
    remove: (slot, tuple) => {
      if (!isKnown(tuple)) return false;
      const { forward, back, from, to } = placeOf(slot, tuple);
      if (!hasInt(forward.get(to), from)) return false;
      setOrDelete(forward, to, withoutInt(forward.get(to), from));
      setOrDelete(back, from, withoutInt(back.get(from), to));
      size -= 1;
      return true;
    },
  };
}

/** Whether the subject is whoever has a relation. */
export function isUserset(subject: TupleSubject): subject is EntityReference & { readonly relation: string } {
  return "relation" in subject && subject.relation !== undefined;
}

const nobody: EntityReference = { type: "", id: "" };

function emptyTuples(): SlotTuples {
  return {
    subjects: createNodeLists(),
    usersets: createNodeLists(),
    objects: new Map(),
    objectsOfUsersets: new Map(),
  };
}

function setOrDelete(map: Pick<NodeLists, "set" | "delete">, key: number, list: IntList | undefined): void {
  if (list === undefined) map.delete(key);
  else map.set(key, list);
}

/** The tuples of an index, relation by relation, in the order in which their objects were first named. */
export function* tuplesOf(index: TupleIndex): Generator<RelationTuple> {
  for (const [slot, { subjects, usersets }] of index.tuples.entries()) {
    const relation = index.plan.slots[slot]?.relation.name ?? "";
    for (const [object, list] of subjects)
      for (const subject of intsOf(list))
        yield { subject: plainSubject(index, subject), relation, object: index.entityOf(object) };
    for (const [object, list] of usersets)
      for (const userset of intsOf(list))
        yield { subject: usersetSubject(index, userset), relation, object: index.entityOf(object) };
  }
}

/** The slot of a node by its type. Everyone of a type has no relations. */
export function slotOfNode(
  slotOfType: ReadonlyMap<string, number>,
  { plan, kindOf }: Pick<TupleIndex, "plan" | "kindOf">,
): (node: number) => number | undefined {
  const slots = [...plan.types.keys()].map((type) => slotOfType.get(type));
  return (node) => slots[kindOf(node)];
}

/** A tuple that leads from an object to another node: of a userset it is the node whose it is. */
export interface Way {
  readonly parent: number;
  /** The userset that the tuple is of, if it is of one. */
  readonly userset?: number;
}

/** Where the tuples of a slot lead from an object. */
export function* waysFrom(index: TupleIndex, slot: number, object: number): Generator<Way> {
  const own = index.tuples[slot];
  for (const parent of intsOf(own?.subjects.get(object))) yield { parent };
  for (const userset of intsOf(own?.usersets.get(object)))
    yield { parent: index.readUserset(userset).node, userset };
}

/** A node as the subject of a tuple. */
export function plainSubject(index: TupleIndex, node: number): TupleSubject {
  return index.isEveryone(node) ? { type: index.typeOf(node), everyone: true } : index.entityOf(node);
}

/** A userset as the subject of a tuple. */
export function usersetSubject(index: TupleIndex, userset: number): TupleSubject {
  const { node, slot } = index.readUserset(userset);
  return { ...index.entityOf(node), relation: index.plan.slots[slot]?.relation.name ?? "" };
}
