import type { PolicySet } from "../../check/typed-policy-set.js";
import { withAnswers } from "../../interpret/answers.js";
import { relationModel } from "../../relations/from-schema.js";
import type { EntityReference, RelationModel, RelationTuple, SubjectKind } from "../../relations/model.js";
import { createRelationStore } from "../../relations/relation-store.js";
import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "../../runtime/decision.js";
import { rememberedOf } from "../../util/remembered.js";
import { questionKey, questionsOf } from "../asks-relations.js";
import { type Choices, chance, pick, pickAny, several, weighted } from "../choices.js";

/**
 * A request with answers to what rules ask of it: those of a store with some tuples, or any at all; now and then none, unknown ones, and
 * some that nobody asked for. The request itself where no rule asks.
 */
export function answerRequest<R extends object>(policySet: PolicySet, choices: Choices, request: R): R {
  const questions = questionsOf(policySet, request);
  if (questions.length === 0) return request;
  const answer = chance(choices, 50)
    ? answersOfStore(policySet, randomTuples(policySet, choices, questions))
    : () => randomAnswer(choices);
  return withAnswers(request, untidy(choices, answersTo(questions, answer)));
}

/** A request with the answers that are given as far as rules ask for them, most of them, and any others where they ask for more. */
export function keepAnswers<R extends object>(
  policySet: PolicySet,
  choices: Choices,
  request: R,
  given: readonly AnsweredRelation[],
): R {
  const questions = questionsOf(policySet, request);
  if (questions.length === 0) return request;
  const known = new Map(given.map((answered) => [questionKey(answered), answered.answer]));
  const answer = (question: RelationQuestion) => {
    const kept = known.get(questionKey(question));
    return kept === undefined || chance(choices, 12) ? randomAnswer(choices) : kept;
  };
  return withAnswers(request, answersTo(questions, answer));
}

/** Undefined is no answer. */
type AnswerOf = (question: RelationQuestion) => RelationAnswer | undefined;

function answersTo(questions: readonly RelationQuestion[], answerOf: AnswerOf): readonly AnsweredRelation[] {
  return questions.flatMap((question) => {
    const answer = answerOf(question);
    return answer === undefined ? [] : [{ ...question, answer }];
  });
}

function randomAnswer(choices: Choices): RelationAnswer | undefined {
  return weighted<RelationAnswer | undefined>(choices, [
    [50, "yes"],
    [34, "no"],
    [8, "unknown"],
    [8, undefined],
  ]);
}

/** Answers that come in any order, twice, both ways, and to what was not asked: none of that is a mistake of the request. */
function untidy(choices: Choices, answers: readonly AnsweredRelation[]): readonly AnsweredRelation[] {
  const one = pickAny(choices, answers);
  if (one === undefined || !chance(choices, 15)) return answers;
  const { subject, object } = one;
  const opposite = one.answer === "yes" ? "no" : "yes";
  return pick<readonly AnsweredRelation[]>(choices, [
    [...answers].reverse(),
    [...answers, one],
    [...answers, { ...one, answer: opposite }],
    [...answers, { ...one, subject: object, object: subject }],
    [{ ...one, object: { ...object, id: `${object.id}x` } }, ...answers],
  ]);
}

/** What a store with just these tuples answers. */
export function answersOfStore(
  policySet: PolicySet,
  tuples: readonly RelationTuple[],
): (question: RelationQuestion) => RelationAnswer {
  const store = createRelationStore(modelOf(policySet.entities));
  store.write({ touch: tuples });
  return (question) => store.check(question);
}

const modelOf = rememberedOf(relationModel);

/**
 * Tuples about the entities that questions name, and a few others: some that answer a question at once, others that may do so by way of what
 * relations follow from.
 */
export function randomTuples(
  policySet: PolicySet,
  choices: Choices,
  questions: readonly RelationQuestion[],
): readonly RelationTuple[] {
  const model = modelOf(policySet.entities);
  // A resource without an id has no tuples.
  const named = questions.filter(({ subject, object }) => subject.id !== "" && object.id !== "");
  const entities = [...named.flatMap(({ subject, object }) => [subject, object]), ...others(model)];
  const direct = named.flatMap((question) => {
    const { subject, relation, object } = question;
    const taken = subjectsOf(model, object.type, relation).some(
      ({ kind, type }) => kind === "entity" && type === subject.type,
    );
    return taken && chance(choices, 35) ? [{ subject, relation, object }] : [];
  });
  return [...direct, ...several(choices, 0, 10, () => randomTuple(model, choices, entities)).flat()];
}

function others({ types }: RelationModel): readonly EntityReference[] {
  return types.map(({ type }) => ({ type, id: "a" }));
}

function subjectsOf({ types }: RelationModel, type: string, relation: string): readonly SubjectKind[] {
  const relations = types.find((each) => each.type === type)?.relations ?? [];
  return relations.find(({ name }) => name === relation)?.subjects ?? [];
}

function randomTuple(
  { types }: RelationModel,
  choices: Choices,
  entities: readonly EntityReference[],
): readonly RelationTuple[] {
  const object = pick(choices, entities);
  const relation = pickAny(choices, types.find(({ type }) => type === object.type)?.relations ?? []);
  const kind = relation && pickAny(choices, relation.subjects);
  if (relation === undefined || kind === undefined) return [];
  if (kind.kind === "everyone")
    return [{ subject: { type: kind.type, everyone: true }, relation: relation.name, object }];
  const entity = pickAny(
    choices,
    entities.filter(({ type }) => type === kind.type),
  );
  if (entity === undefined) return [];
  const { type, id } = entity;
  const subject = kind.kind === "userset" ? { type, id, relation: kind.relation } : { type, id };
  return [{ subject, relation: relation.name, object: { type: object.type, id: object.id } }];
}
