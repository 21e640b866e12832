import { usesRelations } from "../../check/tests-relations.js";
import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";
import { withAnswers } from "../../interpret/answers.js";
import type { EntityReference, RelationModel, RelationTuple } from "../../relations/model.js";
import { createRelationStore } from "../../relations/relation-store.js";
import type { AnsweredRelation, RelationQuestion } from "../../runtime/decision.js";
import { rememberedOf } from "../../util/remembered.js";
import { relationRules } from "./relation-rules.js";

/*
 * The requests that analyses make stand for worlds: what a request does not carry, and rules ask for all the same, are relations. There are just
 * those that follow from the tuples that are given with the request, and nothing is unknown. Tuples ride on requests as answers do
 * (interpret/answers.ts), and outlive what answers do not: another id, another set of definitions.
 */

const tuplesKey: unique symbol = Symbol("tuples that relations follow from");

/** A copy of a request, with the tuples that there are when it is decided. */
export function withTuples<R extends object>(request: R, tuples: readonly RelationTuple[]): R {
  return { ...request, [tuplesKey]: tuples };
}

/** The tuples that are given with a request; none where it has none. */
export function tuplesOf(request: unknown): readonly RelationTuple[] {
  if (typeof request !== "object" || request === null || !Object.hasOwn(request, tuplesKey)) return [];
  return (request as { readonly [tuplesKey]: readonly RelationTuple[] })[tuplesKey];
}

/** A text that tells a request apart from others: by what it carries, and by its tuples. */
export function requestText(request: object): string {
  const tuples = tuplesOf(request);
  const text = JSON.stringify(request);
  return tuples.length === 0 ? text : `${text} ${JSON.stringify(tuples)}`;
}

/** A copy of a request that says of relations no more than its answers do. */
export function withoutTuples(request: unknown): unknown {
  if (typeof request !== "object" || request === null || !hasTuples(request)) return request;
  const { [tuplesKey]: _, ...others } = request as { readonly [tuplesKey]: unknown };
  return others;
}

/** Whether it is tuples that say what the relations of a request are. */
function hasTuples(request: object): boolean {
  return Object.hasOwn(request, tuplesKey);
}

/** A request that tuples are given with, answered anew: for another set of rules or definitions. Any other as it is. */
export function answeredAnew<R>(policySet: PolicySet, request: R): R {
  if (typeof request !== "object" || request === null || !hasTuples(request)) return request;
  return answered(policySet, request);
}

/** Whether a policy set has to do with relations at all: asked of every request. */
export const hasRelations = rememberedOf(usesRelations);

/**
 * A request with all that its tuples answer by the definitions of a policy set: every relation of each entity in it, and of each that rules
 * name, to each other. The request itself where there are no relations.
 */
export function answered<R extends object>(policySet: PolicySet, request: R): R {
  if (!hasRelations(policySet)) return request;
  const { model } = relationRules(policySet.entities);
  const entities = distinct([...entitiesIn(request), ...namedEntities(policySet)]);
  return withAnswers(request, answersIn(model)(tuplesOf(request), entities));
}

type AnswersIn = (
  tuples: readonly RelationTuple[],
  entities: readonly EntityReference[],
) => readonly AnsweredRelation[];

/** Worlds that are remembered: most that are asked about were just asked about. */
const mostWorlds = 16;

/** Answers by definitions, found once for the same tuples and entities. */
const answersIn = rememberedOf((model: RelationModel): AnswersIn => {
  const worlds = new Map<string, readonly AnsweredRelation[]>();
  return (tuples, entities) => {
    const key = JSON.stringify([tuples, entities]);
    const answers = worlds.get(key) ?? answersBy(model, tuples, entities);
    worlds.delete(key);
    worlds.set(key, answers);
    const [oldest] = worlds.keys();
    if (worlds.size > mostWorlds && oldest !== undefined) worlds.delete(oldest);
    return answers;
  };
});

/** What follows from tuples and nothing else. Those that the definitions do not take, there are not. */
function answersBy(
  model: RelationModel,
  tuples: readonly RelationTuple[],
  entities: readonly EntityReference[],
): readonly AnsweredRelation[] {
  const store = storeOf(model);
  const written = tuples.filter((tuple) => store.write({ touch: [tuple] }).ok);
  const questions = questionsAmong(model, entities);
  const answers = store.checkMany(questions);
  store.write({ delete: written });
  return questions.map((question, index) => ({ ...question, answer: answers[index] ?? "unknown" }));
}

/** One subject after the other: a store finds all of one at once. */
function questionsAmong(
  { types }: RelationModel,
  entities: readonly EntityReference[],
): readonly RelationQuestion[] {
  const relationsOf = new Map(types.map(({ type, relations }) => [type, relations]));
  return entities.flatMap((subject) =>
    entities.flatMap((object) =>
      (relationsOf.get(object.type) ?? []).map(({ name: relation }) => ({ subject, relation, object })),
    ),
  );
}

/** Empty but while it is asked: to make one takes longer than to ask it. */
const storeOf = rememberedOf((model: RelationModel) => createRelationStore(model, { remembered: 1 }));

/** Everything in a request that may be an entity. */
export function entitiesIn(value: unknown): readonly EntityReference[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(entitiesIn);
  const { type, id } = value as { readonly type?: unknown; readonly id?: unknown };
  return typeof type === "string" && typeof id === "string" ? [{ type, id }, ...inner] : inner;
}

function distinct(entities: readonly EntityReference[]): readonly EntityReference[] {
  return [...new Map(entities.map((each) => [JSON.stringify([each.type, each.id]), each])).values()];
}

/** The entities that rules and assertions name. */
function namedEntities({ rules, assertions }: PolicySet): readonly EntityReference[] {
  return [...namedInRules(rules), ...namedInRules(assertions)];
}

const namedInRules = rememberedOf((rules: PolicySet["rules"] | PolicySet["assertions"]) =>
  distinct(rules.flatMap(({ variants }) => variants.flatMap(namedIn))),
);

const namedIn = rememberedOf(({ scope, clauses }: RuleVariant): readonly EntityReference[] =>
  [scope, ...clauses.map(({ condition }) => condition)].flatMap(namedInExpression),
);

function namedInExpression(expression: TypedExpression): readonly EntityReference[] {
  const own = expression.kind === "entity" ? [{ type: expression.entity, id: expression.id }] : [];
  return [...own, ...childrenOf(expression).flatMap(namedInExpression)];
}
