import { parentRelation } from "../check/relation-subjects.js";
import type { EntitySchema } from "../check/typed-policy-set.js";
import type { RelationDeclaration, RelationExpression, RelationTarget } from "../syntax/ast.js";
import { assertNever } from "../util/invariant.js";
import type { EntityRelations, Relation, RelationModel, RelationRule, SubjectKind } from "./model.js";

export { parentRelation };

/**
 * The relation model of a checked schema. Types without relations, which tuples may name as subjects only, are in it, too.
 *
 * @example
 * relationModel(policySet.entities)
 */
export function relationModel(entities: ReadonlyMap<string, EntitySchema>): RelationModel {
  const types = [...entities.values()].map(entityRelations);
  return { types: types.sort(byKey(({ type }) => type)) };
}

function entityRelations({ name, parents, relations }: EntitySchema): EntityRelations {
  const declared = relations.map(readRelation);
  const all = parents.length === 0 ? declared : [...declared, parentsAs(parents)];
  return { type: name, relations: all.sort(byKey((relation) => relation.name)) };
}

function parentsAs(parents: readonly string[]): Relation {
  const subjects = [...new Set(parents)].sort().map((type) => ({ kind: "entity" as const, type }));
  return { name: parentRelation, subjects, rule: { kind: "direct" } };
}

function readRelation({ name, targets, definition }: RelationDeclaration): Relation {
  const rule: RelationRule = definition ? readRule(definition) : { kind: "direct" };
  return { name: name.text, subjects: targets.map(readTarget), rule };
}

function readTarget({ type, relation, everyone }: RelationTarget): SubjectKind {
  if (everyone) return { kind: "everyone", type: type.text };
  if (relation) return { kind: "userset", type: type.text, relation: relation.text };
  return { kind: "entity", type: type.text };
}

function readRule(expression: RelationExpression): RelationRule {
  switch (expression.kind) {
    case "RelationOperation": {
      const kind = expression.operator === "or" ? "union" : "intersection";
      return { kind, operands: expression.operands.map(readRule) };
    }
    case "RelationExclusion":
      return {
        kind: "exclusion",
        base: readRule(expression.base),
        excluded: readRule(expression.excluded),
      };
    case "RelationReference":
      return readReference(expression.name.text, expression.of?.text);
    default:
      return assertNever(expression);
  }
}

function readReference(name: string, over: string | undefined): RelationRule {
  if (over !== undefined) return { kind: "inherited", relation: name, over };
  return name === "direct" ? { kind: "direct" } : { kind: "computed", relation: name };
}

function byKey<Value>(key: (value: Value) => string): (left: Value, right: Value) => number {
  return (left, right) => {
    const [one, other] = [key(left), key(right)];
    return one < other ? -1 : one > other ? 1 : 0;
  };
}
