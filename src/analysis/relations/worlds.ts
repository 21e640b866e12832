import type { EntityReference, RelationModel, RelationTuple } from "../../relations/model.js";
import { createRelationStore } from "../../relations/relation-store.js";
import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "../../runtime/decision.js";
import { rememberedOf } from "../../util/remembered.js";

/** What follows from some tuples by the definitions of a model, and nothing else. Tuples that the definitions do not take, there are not. */
export interface World {
  answer(question: RelationQuestion): RelationAnswer;
  /** Every relation of each of the subjects to each of the objects. */
  list(
    subjects: readonly EntityReference[],
    objects: readonly EntityReference[],
  ): readonly AnsweredRelation[];
}

/** The worlds of a model, by their tuples. */
export const worldsOf = rememberedOf(
  (model: RelationModel): ((tuples: readonly RelationTuple[]) => World) => {
    const answersIn = answersOfStore(model);
    const relationsOf = new Map(
      model.types.map(({ type, relations }) => [type, relations.map(({ name }) => name)]),
    );
    const known = new Map<string, World>();
    return (tuples) => {
      const key = JSON.stringify(tuples);
      const world = known.get(key) ?? createWorld((questions) => answersIn(tuples, questions), relationsOf);
      known.delete(key);
      known.set(key, world);
      const [oldest] = known.keys();
      if (known.size > mostWorlds && oldest !== undefined) known.delete(oldest);
      return world;
    };
  },
);

/** Worlds that are remembered: most that are asked about were just asked about. */
const mostWorlds = 64;

type AnswerAll = (questions: readonly RelationQuestion[]) => readonly RelationAnswer[];

/** One store for all worlds, which has the tuples of the one that is asked: to make a store takes longer than to ask it. */
function answersOfStore(
  model: RelationModel,
): (tuples: readonly RelationTuple[], questions: readonly RelationQuestion[]) => readonly RelationAnswer[] {
  const store = createRelationStore(model, { remembered: 1 });
  let written: readonly RelationTuple[] = [];
  let held: readonly RelationTuple[] = [];
  return (tuples, questions) => {
    if (tuples !== held) {
      store.write({ delete: written });
      written = tuples.filter((tuple) => store.write({ touch: [tuple] }).ok);
      held = tuples;
    }
    return store.checkMany(questions);
  };
}

/** Of two entities all relations are asked at once: a store finds what follows from each other together. */
function createWorld(answers: AnswerAll, relationsOf: ReadonlyMap<string, readonly string[]>): World {
  const known = new Map<string, ReadonlyMap<string, RelationAnswer>>();
  const between = (
    subject: EntityReference,
    object: EntityReference,
  ): ReadonlyMap<string, RelationAnswer> => {
    const key = pairKey(subject, object);
    const found = known.get(key) ?? find(subject, object);
    known.set(key, found);
    return found;
  };
  const find = (subject: EntityReference, object: EntityReference): ReadonlyMap<string, RelationAnswer> => {
    const relations = relationsOf.get(object.type) ?? [];
    const found = answers(relations.map((relation) => ({ subject, relation, object })));
    return new Map(relations.map((relation, index) => [relation, found[index] ?? "unknown"]));
  };
  return {
    answer: ({ subject, relation, object }) => between(subject, object).get(relation) ?? "unknown",
    list: (subjects, objects) =>
      subjects.flatMap((subject) =>
        objects.flatMap((object) =>
          [...between(subject, object)].map(([relation, answer]) => ({ subject, relation, object, answer })),
        ),
      ),
  };
}

/** No two pairs have the same: what an id may have in it is counted. */
function pairKey(subject: EntityReference, object: EntityReference): string {
  return `${subject.type} ${subject.id.length} ${subject.id} ${object.type} ${object.id}`;
}
