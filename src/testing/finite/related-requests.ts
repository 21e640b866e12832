import { withAnswers } from "../../interpret/answers.js";
import type { AnsweredRelation } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { FinitePair, FiniteRelations } from "./finite-relations.js";
import { type RelationVector, type RelationVectors, subsets } from "./relation-vectors.js";

interface Entity {
  readonly type: string;
  readonly id: string;
}

/** How many ways there are at most in which the entities of a set's pairs are related in a request. */
export function countWorlds(
  vectors: RelationVectors,
  { pairs }: FiniteRelations,
  request: JsonObject,
): number {
  const concrete = distinctPairs(pairs.flatMap((pair) => entitiesOf(pair, request)));
  const everyone = new Map(
    concrete.map(([{ type }, object]) => [
      keyOf(type, object),
      vectors.forEveryone(type, object.type).length,
    ]),
  );
  const worlds = [...everyone.values()].reduce((count, names) => count * 2 ** names, 1);
  return concrete.reduce(
    (count, [subject, object]) => count * vectors.of(subject.type, object.type, new Set()).length,
    worlds,
  );
}

/** A request with everything that can be the case between the entities of a set's pairs, once each. */
export function* relatedRequests(
  vectors: RelationVectors,
  { pairs, names }: FiniteRelations,
  request: JsonObject,
): Generator<JsonObject> {
  const concrete = distinctPairs(pairs.flatMap((pair) => entitiesOf(pair, request)));
  const seen = new Set<string>();
  for (const everyone of worldsOfEveryone(vectors, concrete)) {
    const choices = concrete.map(([subject, object]) =>
      vectors.of(subject.type, object.type, everyone.get(keyOf(subject.type, object)) ?? new Set()),
    );
    for (const chosen of products(choices)) {
      const answers = concrete.flatMap(([subject, object], index) =>
        names.map((relation): AnsweredRelation => {
          const answer = chosen[index]?.has(relation) ? "yes" : "no";
          return { subject, relation, object, answer };
        }),
      );
      const key = answers.map(({ answer }) => answer).join();
      if (seen.has(key)) continue;
      seen.add(key);
      yield withAnswers(request, answers);
    }
  }
}

/** The entities of a pair in a request: the principal is both, where there is an actor. */
function entitiesOf({ subject, object }: FinitePair, request: JsonObject): readonly [Entity, Entity][] {
  const subjects =
    subject === "principal"
      ? [request.subject, request.actor]
      : [subject === 'User("u")' ? { type: "User", id: "u" } : argument(request)];
  const other = object === "resource" ? request.resource : { type: "Doc", id: "k" };
  return subjects.flatMap((one): [Entity, Entity][] => {
    const [left, right] = [entity(one), entity(other)];
    return left && right ? [[left, right]] : [];
  });
}

function argument({ action }: JsonObject): unknown {
  const properties = isJsonObject(action) ? action.properties : undefined;
  return isJsonObject(properties) ? properties.who : undefined;
}

function entity(value: unknown): Entity | undefined {
  return isJsonObject(value) ? { type: String(value.type), id: String(value.id) } : undefined;
}

function distinctPairs(pairs: readonly [Entity, Entity][]): readonly [Entity, Entity][] {
  return [
    ...new Map(pairs.map((pair) => [JSON.stringify(pair.map(({ type, id }) => [type, id])), pair])).values(),
  ];
}

function keyOf(type: string, { id }: Entity): string {
  return JSON.stringify([type, id]);
}

/** What tuples of everyone there can be, by the type of whom and by the object. */
function worldsOfEveryone(
  vectors: RelationVectors,
  pairs: readonly [Entity, Entity][],
): readonly ReadonlyMap<string, RelationVector>[] {
  const places = new Map(
    pairs.map(([{ type }, object]) => [keyOf(type, object), vectors.forEveryone(type, object.type)]),
  );
  const choices = [...places.values()].map((names) => subsets(names).map((some) => new Set(some)));
  return products(choices).map((chosen) => {
    const entries = [...places.keys()].map(
      (key, index) => [key, chosen[index] ?? new Set<string>()] as const,
    );
    return new Map(entries);
  });
}

function products<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (all, some) => all.flatMap((chosen) => some.map((each) => [...chosen, each])),
    [[]],
  );
}
