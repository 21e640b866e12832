import { hasRelationTest, usesRelations } from "../../check/tests-relations.js";
import { childrenOf } from "../../check/typed-children.js";
import type { RelatedExpression, TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";
import { type AnswerSource, withAnswers } from "../../interpret/answers.js";
import type { EntityReference, RelationTuple } from "../../relations/model.js";
import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "../../runtime/decision.js";
import { lazy } from "../../util/lazy.js";
import { rememberedOf } from "../../util/remembered.js";
import { relationRules } from "./relation-rules.js";
import { type World, worldsOf } from "./worlds.js";

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
 * A request with what its tuples answer by the definitions of a policy set. The request itself where there are no relations. Nothing is looked
 * for before it is asked; as a list it is every relation of each entity in the request, and of each that relation tests name, to each other.
 */
export function answered<R extends object>(policySet: PolicySet, request: R): R {
  if (!hasRelations(policySet)) return request;
  return withAnswers(request, new TupleAnswers(policySet, tuplesOf(request)));
}

/** What is in it is private: requests that are the same have the same tuples, and nothing else is to be compared. */
class TupleAnswers implements AnswerSource {
  readonly #policySet: PolicySet;
  readonly #world: () => World;

  constructor(policySet: PolicySet, tuples: readonly RelationTuple[]) {
    this.#policySet = policySet;
    this.#world = lazy(() => worldsOf(relationRules(policySet.entities).model)(tuples));
  }

  answer(question: RelationQuestion): RelationAnswer {
    return this.#world().answer(question);
  }

  listFor(request: object): readonly AnsweredRelation[] {
    const own = entitiesIn(request);
    const { subjects, objects } = namedParties(this.#policySet);
    return this.#world().list(distinct([...own, ...subjects]), distinct([...own, ...objects]));
  }
}

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

/** Entities that relation tests name on either side. */
interface NamedParties {
  readonly subjects: readonly EntityReference[];
  readonly objects: readonly EntityReference[];
}

/** Those of all rules and assertions. */
function namedParties({ rules, assertions }: PolicySet): NamedParties {
  return together([namedInRules(rules), namedInRules(assertions)]);
}

function together(parties: readonly NamedParties[]): NamedParties {
  return {
    subjects: parties.flatMap(({ subjects }) => subjects),
    objects: parties.flatMap(({ objects }) => objects),
  };
}

const namedInRules = rememberedOf((rules: PolicySet["rules"] | PolicySet["assertions"]): NamedParties => {
  const { subjects, objects } = together(rules.flatMap(({ variants }) => variants.map(namedInTests)));
  return { subjects: distinct(subjects), objects: distinct(objects) };
});

const namedInTests = rememberedOf(({ clauses }: RuleVariant): NamedParties => {
  const conditions = clauses.map(({ condition }) => condition).filter(hasRelationTest);
  const tests = conditions.flatMap((condition) => testsIn(condition).map((test) => ({ test, condition })));
  return {
    subjects: tests.flatMap(({ test, condition }) => namedBy(test.subject, condition)),
    objects: tests.flatMap(({ test, condition }) => namedBy(test.object, condition)),
  };
});

function testsIn(expression: TypedExpression): readonly RelatedExpression[] {
  const inner = childrenOf(expression).flatMap(testsIn);
  return expression.kind === "related" ? [expression, ...inner] : inner;
}

/** What a party of a test may be; where it is an element of something, whatever the whole condition names. */
function namedBy(party: TypedExpression, condition: TypedExpression): readonly EntityReference[] {
  return namedIn(hasVariable(party) ? condition : party);
}

function hasVariable(expression: TypedExpression): boolean {
  return expression.kind === "variable" || childrenOf(expression).some(hasVariable);
}

function namedIn(expression: TypedExpression): readonly EntityReference[] {
  const own = expression.kind === "entity" ? [{ type: expression.entity, id: expression.id }] : [];
  return [...own, ...childrenOf(expression).flatMap(namedIn)];
}
