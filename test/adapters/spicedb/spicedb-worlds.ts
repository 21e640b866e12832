import type fc from "fast-check";
import type {
  EntityReference,
  RelationModel,
  RelationRule,
  RelationTuple,
} from "../../../src/relations/model.js";
import { assertNever } from "../../../src/util/invariant.js";
import { type RelationWorld, relationWorlds } from "../../relations/relation-arbitrary.js";

/** Random worlds whose definitions end: neither the checker nor SpiceDB takes a relation that needs itself of the same entity. */
export function spicedbWorlds(): fc.Arbitrary<RelationWorld> {
  return relationWorlds().map((world) => ({
    ...world,
    model: mapRules(world.model, (rule, name) => withoutLoops(rule, name)),
  }));
}

function mapRules(
  { types }: RelationModel,
  change: (rule: RelationRule, relation: string) => RelationRule,
): RelationModel {
  return {
    types: types.map(({ type, relations }) => ({
      type,
      relations: relations.map((relation) => ({ ...relation, rule: change(relation.rule, relation.name) })),
    })),
  };
}

/** A relation of the same entity stays only if its name comes earlier. */
function withoutLoops(rule: RelationRule, name: string): RelationRule {
  switch (rule.kind) {
    case "direct":
    case "inherited":
      return rule;
    case "computed":
      return rule.relation < name ? rule : { kind: "direct" };
    case "union":
    case "intersection":
      return { ...rule, operands: rule.operands.map((operand) => withoutLoops(operand, name)) };
    case "exclusion":
      return {
        ...rule,
        base: withoutLoops(rule.base, name),
        excluded: withoutLoops(rule.excluded, name),
      };
    default:
      return assertNever(rule);
  }
}

/** The same world with other names of types, so that many worlds have room in one schema. Users are the same people everywhere. */
export function renamedWorld(world: RelationWorld, suffix: string): RelationWorld {
  const renamed = <Value extends { readonly type: string }>(value: Value): Value =>
    value.type === "User" ? value : { ...value, type: value.type + suffix };
  return {
    model: {
      types: world.model.types.map((entry) => ({
        ...renamed(entry),
        relations: entry.relations.map((relation) => ({
          ...relation,
          subjects: relation.subjects.map(renamed),
        })),
      })),
    },
    tuples: world.tuples.map(({ subject, relation, object }) => ({
      subject: renamed(subject),
      relation,
      object: renamed(object),
    })),
    entities: world.entities.map(renamed),
  };
}

/**
 * Whether what a relation of an entity follows from leads back to what it comes from: SpiceDB goes round there until it is too deep, if it does
 * not know the answer before.
 */
export function leadsToCycle({
  model,
  tuples,
}: RelationWorld): (object: EntityReference, relation: string) => boolean {
  const open = new Set<string>();
  const known = new Map<string, boolean>();
  const leads = (object: EntityReference, relation: string): boolean => {
    const state = JSON.stringify([object.type, object.id, relation]);
    if (open.has(state)) return true;
    const found = known.get(state);
    if (found !== undefined) return found;
    open.add(state);
    const result = nextStates(model, tuples, object, relation).some(([next, name]) => leads(next, name));
    open.delete(state);
    known.set(state, result);
    return result;
  };
  return leads;
}

type Next = readonly [EntityReference, string];

function nextStates(
  { types }: RelationModel,
  tuples: readonly RelationTuple[],
  object: EntityReference,
  relation: string,
): readonly Next[] {
  const subjectsOf = (name: string) =>
    tuples
      .filter(
        (tuple) =>
          tuple.relation === name && tuple.object.type === object.type && tuple.object.id === object.id,
      )
      .map(({ subject }) => subject);
  const nextOf = (rule: RelationRule): readonly Next[] => {
    switch (rule.kind) {
      case "direct":
        return subjectsOf(relation).flatMap((subject): readonly Next[] =>
          "relation" in subject ? [[subject, subject.relation]] : [],
        );
      case "computed":
        return [[object, rule.relation]];
      case "inherited":
        return subjectsOf(rule.over).flatMap((subject): readonly Next[] =>
          "id" in subject ? [[subject, rule.relation]] : [],
        );
      case "union":
      case "intersection":
        return rule.operands.flatMap(nextOf);
      case "exclusion":
        return [...nextOf(rule.base), ...nextOf(rule.excluded)];
      default:
        return assertNever(rule);
    }
  };
  const found = types
    .find(({ type }) => type === object.type)
    ?.relations.find(({ name }) => name === relation);
  return found === undefined ? [] : nextOf(found.rule);
}
