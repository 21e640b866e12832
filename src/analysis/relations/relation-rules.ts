import { type Entities, relationSubjects } from "../../check/relation-subjects.js";
import type { EntitySchema } from "../../check/typed-policy-set.js";
import { relationModel } from "../../relations/from-schema.js";
import type { Relation, RelationModel, RelationRule } from "../../relations/model.js";
import { lazy } from "../../util/lazy.js";
import { rememberedOf } from "../../util/remembered.js";
import { type IsPossible, possibleRelations } from "./possible-relations.js";

/** What a schema says of relations. */
export interface RelationRules {
  readonly model: RelationModel;
  /** A relation to entities of a type; undefined where it has none of the name. */
  relationOf(type: string, name: string): Relation | undefined;
  /** The types of the entities that tuples of a relation lead to. */
  behind(type: string, over: string): readonly string[];
  /** Whether something is inherited over tuples of a relation of this name. */
  isInheritedOver(name: string): boolean;
  /** Whether entities of a type can have a relation to those of another, whatever tuples there are. Never falsely no. */
  mayHave(subject: string, type: string, name: string): boolean;
  /** Whether whoever has one relation to an entity of a type has the other by its definition. Never falsely yes. */
  implies(type: string, name: string, other: string): boolean;
}

/** Reads the relations of a schema. */
export const relationRules = rememberedOf(
  (entities: ReadonlyMap<string, EntitySchema>): RelationRules => rulesOf(relationModel(entities), entities),
);

const olderMark = " before";

/** A relation as the older of two policy sets defines it, beside that of the newer: no relation of Pol has such a name. */
export function olderRelation(name: string): string {
  return name + olderMark;
}

/** The name that a relation has in tuples. */
export function plainRelation(name: string): string {
  return name.endsWith(olderMark) ? name.slice(0, -olderMark.length) : name;
}

function rulesOf(model: RelationModel, entities: Entities): RelationRules {
  const byType = new Map(
    model.types.map(({ type, relations }) => [type, new Map(relations.map((each) => [each.name, each]))]),
  );
  // The older set by itself has no other definitions.
  const relationOf = (type: string, name: string) =>
    byType.get(type)?.get(name) ?? byType.get(type)?.get(plainRelation(name));
  const needed = reachable(relationOf, necessary);
  const enough = reachable(relationOf, sufficient);
  const implies: RelationRules["implies"] = (type, name, other) => {
    const [from, to] = [needed(type, name), enough(type, other)];
    if (name === other || relationOf(type, name) === undefined) return true;
    const [fewer, more] = from.size < to.size ? [from, to] : [to, from];
    return [...fewer].some((each) => more.has(each));
  };
  const behind: RelationRules["behind"] = (type, over) => {
    const relation = relationOf(type, over);
    return relation === undefined ? [] : typesBehind(relation);
  };
  const canBe: IsPossible = (subject, type, name) =>
    relationSubjects(entities, type, relationOf(type, name)?.name ?? name).has(subject);
  const inheritedOver = lazy(() => {
    const relations = model.types.flatMap((each) => each.relations);
    return new Set(relations.flatMap(({ rule }) => inheritedIn(rule)).map(({ over }) => over));
  });
  const isPossible = possibleRelations(model, { relationOf, behind, mayHave: canBe });
  return {
    model,
    relationOf,
    behind,
    isInheritedOver: (name) => inheritedOver().has(name),
    mayHave: (subject, type, name) => isPossible(subject, type, relationOf(type, name)?.name ?? name),
    implies,
  };
}

/** The relations that definitions lead to from one, it among them; found once for each. */
function reachable(
  relationOf: RelationRules["relationOf"],
  next: (rule: RelationRule) => readonly string[],
): (type: string, name: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const find = (type: string, name: string): ReadonlySet<string> => {
    const found = new Set([name]);
    // What is added while the set is gone through is gone through, too.
    for (const each of found) {
      const relation = relationOf(type, each);
      for (const other of relation === undefined ? [] : next(relation.rule)) found.add(other);
    }
    return found;
  };
  return (type, name) => {
    const key = `${type} ${name}`;
    const found = known.get(key) ?? find(type, name);
    known.set(key, found);
    return found;
  };
}

/** Relations of which each by itself makes a rule true. */
function sufficient(rule: RelationRule): readonly string[] {
  if (rule.kind === "computed") return [rule.relation];
  return rule.kind === "union" ? rule.operands.flatMap(sufficient) : [];
}

/** Relations that are there whenever a rule is true. */
function necessary(rule: RelationRule): readonly string[] {
  if (rule.kind === "computed") return [rule.relation];
  if (rule.kind === "exclusion") return necessary(rule.base);
  return rule.kind === "intersection" ? rule.operands.flatMap(necessary) : [];
}

/** The types of the entities that the tuples of a relation lead to. */
export function typesBehind({ subjects }: Relation): readonly string[] {
  const led = subjects.filter(({ kind }) => kind !== "everyone");
  return [...new Set(led.map(({ type }) => type))];
}

/** The relations that a rule inherits over others. */
export function inheritedIn(rule: RelationRule): readonly Extract<RelationRule, { kind: "inherited" }>[] {
  switch (rule.kind) {
    case "inherited":
      return [rule];
    case "union":
    case "intersection":
      return rule.operands.flatMap(inheritedIn);
    case "exclusion":
      return [...inheritedIn(rule.base), ...inheritedIn(rule.excluded)];
    default:
      return [];
  }
}
