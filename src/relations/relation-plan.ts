import { assertNever, invariant } from "../util/invariant.js";
import type { Relation, RelationModel, RelationRule } from "./model.js";

/** One relation of one type, with what evaluation needs to know of it. */
export interface Slot {
  /** Its number among all slots of the model. */
  readonly index: number;
  readonly type: string;
  readonly relation: Relation;
  readonly rule: PlannedRule;
  /** Whether it hangs on unions alone, and so does all that it hangs on: then whatever leads to it suffices. */
  readonly isUnion: boolean;
}

/** A rule with its names resolved. */
export type PlannedRule =
  | { readonly kind: "direct" }
  | { readonly kind: "computed"; readonly slot: number }
  /** `slotOfType` has the slot for each type that a tuple of `over` may lead to and that has the relation. */
  | { readonly kind: "inherited"; readonly over: number; readonly slotOfType: ReadonlyMap<string, number> }
  | { readonly kind: "union"; readonly operands: readonly PlannedRule[] }
  | { readonly kind: "intersection"; readonly operands: readonly PlannedRule[] }
  | { readonly kind: "exclusion"; readonly base: PlannedRule; readonly excluded: PlannedRule };

/** A model, ready for evaluation. */
export interface RelationPlan {
  readonly slots: readonly Slot[];
  /** All types, with their slots by the relations' names. */
  readonly types: ReadonlyMap<string, ReadonlyMap<string, Slot>>;
}

/**
 * Resolves the names of a model. A name that leads nowhere is a bug of whoever made the model: the checker reports it.
 *
 * @throws TypeError where JavaScript gives what is no model
 */
export function planRelations(model: RelationModel): RelationPlan {
  if (!isModel(model))
    throw new TypeError(
      "this is no relation model: it is `policySet.relations` of a module whose policies declare relations, or what `readRelationModel` gives",
    );
  const indexes = new Map<string, Map<string, number>>();
  let count = 0;
  for (const { type, relations } of model.types)
    indexes.set(type, new Map(relations.map(({ name }) => [name, count++])));
  const unresolved = model.types.flatMap(({ type, relations }) =>
    relations.map((relation) => ({ type, relation, rule: plannedRule(relation.rule, type, indexes) })),
  );
  const unions = unionSlots(unresolved);
  const slots = unresolved.map((slot, index) => ({ ...slot, index, isUnion: unions.has(index) }));
  const types = model.types.map(({ type }) => {
    const own = slots.filter((slot) => slot.type === type);
    return [type, new Map(own.map((slot) => [slot.relation.name, slot]))] as const;
  });
  return { slots, types: new Map(types) };
}

function isModel(value: unknown): boolean {
  return typeof value === "object" && value !== null && "types" in value && Array.isArray(value.types);
}

type Indexes = ReadonlyMap<string, ReadonlyMap<string, number>>;

function plannedRule(rule: RelationRule, type: string, indexes: Indexes): PlannedRule {
  switch (rule.kind) {
    case "direct":
      return rule;
    case "computed":
      return { kind: "computed", slot: slotOf(indexes, type, rule.relation) };
    case "inherited":
      return {
        kind: "inherited",
        over: slotOf(indexes, type, rule.over),
        slotOfType: slotsNamed(indexes, rule.relation),
      };
    case "union":
    case "intersection":
      return {
        kind: rule.kind,
        operands: rule.operands.map((operand) => plannedRule(operand, type, indexes)),
      };
    case "exclusion":
      return {
        kind: "exclusion",
        base: plannedRule(rule.base, type, indexes),
        excluded: plannedRule(rule.excluded, type, indexes),
      };
    default:
      return assertNever(rule);
  }
}

function slotOf(indexes: Indexes, type: string, relation: string): number {
  const found = indexes.get(type)?.get(relation);
  invariant(found !== undefined, `there is no relation ${relation} of ${type}`);
  return found;
}

function slotsNamed(indexes: Indexes, relation: string): ReadonlyMap<string, number> {
  const found = [...indexes].flatMap(([type, own]) => {
    const index = own.get(relation);
    return index === undefined ? [] : [[type, index] as const];
  });
  return new Map(found);
}

/** The slots that hang on no intersection and no exclusion, however far one looks: the greatest such set. */
function unionSlots(
  slots: readonly { readonly relation: Relation; readonly rule: PlannedRule }[],
): Set<number> {
  const found = new Set(slots.keys());
  let size: number;
  do {
    size = found.size;
    for (const [index, slot] of slots.entries())
      if (found.has(index) && !isUnionRule(slot.rule, found)) found.delete(index);
    // A userset of a relation that is no union is none, either: tuples may have it.
    for (const [index, { relation }] of slots.entries())
      if (relation.subjects.some((kind) => kind.kind === "userset" && !isUnionSubject(kind, slots, found)))
        found.delete(index);
  } while (found.size < size);
  return found;
}

function isUnionRule(rule: PlannedRule, unions: ReadonlySet<number>): boolean {
  switch (rule.kind) {
    case "direct":
      return true;
    case "computed":
      return unions.has(rule.slot);
    case "inherited":
      return [...rule.slotOfType.values()].every((slot) => unions.has(slot));
    case "union":
      return rule.operands.every((operand) => isUnionRule(operand, unions));
    case "intersection":
    case "exclusion":
      return false;
    default:
      return assertNever(rule);
  }
}

function isUnionSubject(
  kind: { readonly type: string; readonly relation: string },
  slots: readonly { readonly relation: Relation }[],
  unions: ReadonlySet<number>,
): boolean {
  return slots.every(({ relation }, index) => relation.name !== kind.relation || unions.has(index));
}
