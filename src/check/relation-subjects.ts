import type { RelationExpression, RelationTarget } from "../syntax/ast.js";
import { assertNever } from "../util/invariant.js";
import type { EntitySchema } from "./typed-policy-set.js";

/** The relation that `in` declares: what an entity lies in. */
export const parentRelation = "parent";

/** The tuples of a relation itself, in its definition. */
export const directRelation = "direct";

/** The declared entities, by name. */
export type Entities = ReadonlyMap<string, Pick<EntitySchema, "relations" | "parents">>;

/** The names of the relations to an entity of some type: those declared, and `parent` where the type is `in` another. */
export function relationNames(entities: Entities, type: string): readonly string[] {
  const schema = entities.get(type);
  if (schema === undefined) return [];
  const declared = schema.relations.map(({ name }) => name.text);
  return schema.parents.length === 0 ? declared : [...declared, parentRelation];
}

/**
 * The types of the entities that can have a relation to an entity of some type, whatever tuples there are: the least fixed point over
 * the definitions. Empty for a relation that nobody can ever have.
 */
export function relationSubjects(entities: Entities, type: string, relation: string): ReadonlySet<string> {
  const known = knownSubjects.get(entities) ?? findSubjects(entities);
  knownSubjects.set(entities, known);
  return known.get(slotKey(type, relation)) ?? new Set();
}

const knownSubjects = new WeakMap<Entities, Subjects>();

/** By entity type and relation. */
type Subjects = ReadonlyMap<string, ReadonlySet<string>>;

function slotKey(type: string, relation: string): string {
  return `${type} ${relation}`;
}

function findSubjects(entities: Entities): Subjects {
  const slots = [...entities].flatMap(([type]) =>
    relationNames(entities, type).map((relation) => ({ type, relation })),
  );
  const subjects = new Map(slots.map(({ type, relation }) => [slotKey(type, relation), new Set<string>()]));
  for (let grows = true; grows; ) {
    grows = false;
    for (const { type, relation } of slots) {
      const found = subjects.get(slotKey(type, relation));
      for (const subject of subjectsNow(entities, subjects, type, relation)) {
        grows ||= found?.has(subject) === false;
        found?.add(subject);
      }
    }
  }
  return subjects;
}

/** Who can have a relation by its definition, as far as is known of the others. */
function subjectsNow(entities: Entities, known: Subjects, type: string, relation: string): Iterable<string> {
  const of = (other: string, name: string) => known.get(slotKey(other, name)) ?? new Set<string>();
  const schema = entities.get(type);
  const declaration = schema?.relations.find(({ name }) => name.text === relation);
  if (declaration === undefined) return relation === parentRelation ? (schema?.parents ?? []) : [];
  const { targets, definition } = declaration;
  const direct = () =>
    new Set(
      targets.flatMap((target) => [
        ...(target.relation ? of(target.type.text, target.relation.text) : [target.type.text]),
      ]),
    );
  const walk = (expression: RelationExpression): ReadonlySet<string> => {
    switch (expression.kind) {
      case "RelationOperation": {
        const operands = expression.operands.map(walk);
        const all = new Set(operands.flatMap((operand) => [...operand]));
        if (expression.operator === "or") return all;
        return new Set([...all].filter((subject) => operands.every((operand) => operand.has(subject))));
      }
      case "RelationExclusion":
        return walk(expression.base);
      case "RelationReference": {
        const { name, of: over } = expression;
        if (over === undefined) return name.text === directRelation ? direct() : of(type, name.text);
        return new Set(typesBehind(entities, type, over.text).flatMap((each) => [...of(each, name.text)]));
      }
      default:
        return assertNever(expression);
    }
  };
  return definition ? walk(definition) : direct();
}

/** The types that the tuples of a relation lead to: of a userset, the type whose it is. */
function typesBehind(entities: Entities, type: string, relation: string): readonly string[] {
  const schema = entities.get(type);
  const declared = schema?.relations.find(({ name }) => name.text === relation);
  if (declared) return declared.targets.map((target: RelationTarget) => target.type.text);
  return relation === parentRelation ? (schema?.parents ?? []) : [];
}
