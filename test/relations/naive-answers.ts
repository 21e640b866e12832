import type { RelationAnswer } from "../../src/relations/evaluation.js";
import type {
  EntityReference,
  RelationModel,
  RelationRule,
  RelationTuple,
} from "../../src/relations/model.js";
import type { RelationQuestion } from "../../src/relations/relation-store.js";

/*
 * The oracle: the well-founded semantics as its definition says, over all pairs of a relation and an object, by sets of texts. It shares
 * nothing with the store.
 */

/** What every question comes to. */
export function naiveAnswers(
  model: RelationModel,
  tuples: readonly RelationTuple[],
  entities: readonly EntityReference[],
): (question: RelationQuestion) => RelationAnswer {
  return ({ subject, relation, object }) => {
    const world: World = { model, tuples, entities, subject };
    let certain = new Set<string>();
    for (;;) {
      const possible = close(world, certain);
      const next = close(world, possible);
      if (next.size === certain.size) {
        const state = stateOf(object, relation);
        return next.has(state) ? "yes" : possible.has(state) ? "unknown" : "no";
      }
      certain = next;
    }
  };
}

interface World {
  readonly model: RelationModel;
  readonly tuples: readonly RelationTuple[];
  readonly entities: readonly EntityReference[];
  readonly subject: RelationQuestion["subject"];
}

type State = string;

function stateOf({ type, id }: EntityReference, relation: string): State {
  return JSON.stringify([type, id, relation]);
}

/** All that follows when nothing is excluded but what `excluding` has. */
function close(world: World, excluding: ReadonlySet<State>): Set<State> {
  const { subject } = world;
  const found = new Set<State>(subject.relation === undefined ? [] : [stateOf(subject, subject.relation)]);
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const object of world.entities)
      for (const { name, rule } of relationsOf(world.model, object.type))
        if (follows(world, rule, name, object, found, excluding)) found.add(stateOf(object, name));
  }
  return found;
}

function relationsOf({ types }: RelationModel, type: string) {
  return types.find((entry) => entry.type === type)?.relations ?? [];
}

function follows(
  world: World,
  rule: RelationRule,
  relation: string,
  object: EntityReference,
  found: ReadonlySet<State>,
  excluding: ReadonlySet<State>,
): boolean {
  const of = (part: RelationRule, positive = found, negative = excluding) =>
    follows(world, part, relation, object, positive, negative);
  switch (rule.kind) {
    case "direct":
      return tuplesAt(world, object, relation).some(({ subject }) => names(world, subject, found));
    case "computed":
      return found.has(stateOf(object, rule.relation));
    case "inherited":
      return tuplesAt(world, object, rule.over).some(
        ({ subject }) => "id" in subject && found.has(stateOf(subject, rule.relation)),
      );
    case "union":
      return rule.operands.some((operand) => of(operand));
    case "intersection":
      return rule.operands.every((operand) => of(operand));
    case "exclusion":
      return of(rule.base) && !of(rule.excluded, excluding, found);
  }
}

function tuplesAt({ tuples }: World, object: EntityReference, relation: string): readonly RelationTuple[] {
  return tuples.filter(
    (tuple) =>
      tuple.relation === relation && tuple.object.type === object.type && tuple.object.id === object.id,
  );
}

function names(
  { subject: asked }: World,
  subject: RelationTuple["subject"],
  found: ReadonlySet<State>,
): boolean {
  if ("everyone" in subject) return asked.relation === undefined && subject.type === asked.type;
  if (!("relation" in subject))
    return subject.type === asked.type && subject.id === asked.id && asked.relation === undefined;
  return found.has(stateOf(subject, subject.relation));
}
