import { relationModel } from "../../relations/from-schema.js";
import type { EntityRelations, Relation, RelationModel, RelationRule } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";

/** The relations, by their names, that one entity has to another. */
export type RelationVector = ReadonlySet<string>;

/** All that can be between two entities by a model's definitions. */
export interface RelationVectors {
  readonly model: RelationModel;
  /**
   * Every vector that a subject of one type can have to an object of another, where tuples of everyone of the subject's type are there for
   * just some relations. Whatever lies between them, teams and folders, is theirs alone.
   */
  of(subject: string, object: string, everyone: RelationVector): readonly RelationVector[];
  /** The relations of a type that tuples can give to everyone of another. */
  forEveryone(subject: string, object: string): readonly string[];
}

/**
 * Tries all tuples, without a store and by the definitions alone. Models are simple: relations are inherited over `parent` only, and what
 * everyone may have of a parent, each may have.
 */
export function relationVectors(entities: Parameters<typeof relationModel>[0]): RelationVectors {
  const model = relationModel(entities);
  const known = new Map<string, readonly RelationVector[]>();
  return {
    model,
    of(subject, object, everyone) {
      const key = JSON.stringify([subject, object, [...everyone].sort()]);
      const vectors = known.get(key) ?? vectorsOf(model, subject, object, everyone, deepest);
      known.set(key, vectors);
      return vectors;
    },
    forEveryone: (subject, object) =>
      relationsOf(model, object)
        .filter(({ subjects }) => subjects.some(({ kind, type }) => kind === "everyone" && type === subject))
        .map(({ name }) => name),
  };
}

/** Folders above folders, until more of them make no difference. */
const deepest = 3;

function relationsOf({ types }: RelationModel, type: string): readonly Relation[] {
  return types.find((each: EntityRelations) => each.type === type)?.relations ?? [];
}

function vectorsOf(
  model: RelationModel,
  subject: string,
  object: string,
  everyone: RelationVector,
  depth: number,
): readonly RelationVector[] {
  const relations = relationsOf(model, object);
  const written = relations.filter((relation) => canBeWritten(model, subject, relation, depth));
  const above = parentsOf(model, subject, relations, depth);
  const vectors = new Map<string, RelationVector>();
  for (const own of subsets(written.map(({ name }) => name)))
    for (const parents of above) {
      const world = { relations, direct: new Set([...own, ...everyone]), parents };
      const vector = relations.flatMap(({ name }) => (has(world, name) ? [name] : []));
      vectors.set(vector.join(), new Set(vector));
    }
  return [...vectors.values()];
}

/** Whether a tuple can give the relation to the subject and to nobody else: its own, or that of a set of its own. */
function canBeWritten(model: RelationModel, subject: string, { subjects }: Relation, depth: number): boolean {
  return subjects.some((kind) => {
    if (kind.kind !== "userset") return kind.kind === "entity" && kind.type === subject;
    if (depth === 0) return false;
    return vectorsOf(model, subject, kind.type, new Set(), depth - 1).some((each) => each.has(kind.relation));
  });
}

/** What a subject can have to the entities that an object lies in: to none, to one, or to two. More bring nothing new. */
function parentsOf(
  model: RelationModel,
  subject: string,
  relations: readonly Relation[],
  depth: number,
): readonly (readonly RelationVector[])[] {
  const types = relations.find(({ name }) => name === "parent")?.subjects.map(({ type }) => type) ?? [];
  if (depth === 0) return [[]];
  const vectors = types.flatMap((type) => vectorsOf(model, subject, type, new Set(), depth - 1));
  const pairs = vectors.flatMap((one, index) => vectors.slice(index).map((other) => [one, other]));
  return [[], ...pairs];
}

/** What there is between a subject and an object. */
interface World {
  readonly relations: readonly Relation[];
  /** Relations of which there are tuples. */
  readonly direct: RelationVector;
  readonly parents: readonly RelationVector[];
}

function has(world: World, name: string): boolean {
  const relation = world.relations.find((each) => each.name === name);
  return relation !== undefined && follows(world, relation, relation.rule);
}

function follows(world: World, relation: Relation, rule: RelationRule): boolean {
  switch (rule.kind) {
    case "direct":
      return world.direct.has(relation.name);
    case "computed":
      return has(world, rule.relation);
    case "inherited":
      return world.parents.some((vector) => vector.has(rule.relation));
    case "union":
      return rule.operands.some((operand) => follows(world, relation, operand));
    case "intersection":
      return rule.operands.every((operand) => follows(world, relation, operand));
    case "exclusion":
      return follows(world, relation, rule.base) && !follows(world, relation, rule.excluded);
    default:
      return assertNever(rule);
  }
}

/** Every set of some of the items. */
export function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const others = subsets(rest);
  return [...others, ...others.map((some) => [first, ...some])];
}
