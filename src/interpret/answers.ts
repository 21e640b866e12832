import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "../runtime/decision.js";
import { isRecord, own, readList } from "../runtime/record.js";
import { groupBy } from "../util/group-by.js";
import { rememberedOf } from "../util/remembered.js";
import type { EntityValue } from "./value.js";

/*
 * What is known of relations goes beside a request, never in it: whoever sends a request must not answer for the store. Within polc the
 * answers ride on the request under a symbol, so that whatever copies or edits a request keeps them, and no JSON can have them.
 */

const answersKey: unique symbol = Symbol("answers to relation questions");

/** Answers that are found when somebody asks. */
export interface AnswerSource {
  /** What is known of relations by whatever request they ride on. */
  answer(question: RelationQuestion): RelationAnswer;
  /** All that may be asked of a request, with the answers. */
  listFor(request: object): readonly AnsweredRelation[];
}

/** A copy of a request, with the answers that go with it. */
export function withAnswers<R extends object>(
  request: R,
  relations: readonly AnsweredRelation[] | AnswerSource,
): R {
  return { ...request, [answersKey]: relations };
}

/** The answers that go with a request; none where it has none, or where looking at it throws. */
export function answersOf(request: unknown): readonly AnsweredRelation[] {
  if (typeof request !== "object" || request === null) return [];
  const riding = ridingOn(request);
  return isSource(riding) ? riding.listFor(request) : riding;
}

function ridingOn(request: object): readonly AnsweredRelation[] | AnswerSource {
  try {
    return Object.hasOwn(request, answersKey)
      ? (request as { readonly [answersKey]: readonly AnsweredRelation[] | AnswerSource })[answersKey]
      : [];
  } catch {
    return [];
  }
}

function isSource(riding: readonly AnsweredRelation[] | AnswerSource): riding is AnswerSource {
  return "listFor" in riding;
}

/** The answers that go with a request, to be asked for. A list is read once, as many requests have the same. */
export function answersWith(request: unknown): Answers {
  const riding = typeof request === "object" && request !== null ? ridingOn(request) : [];
  return isSource(riding) ? (question) => riding.answer(question) : readOnce(riding);
}

const readOnce = rememberedOf((relations: readonly AnsweredRelation[]) => readAnswers(relations));

/** More answers than any request needs. */
const mostAnswers = 1_000_000;

/** What is known of relations: unknown is what no answer says, and what two answers contradict each other in. */
export type Answers = (question: RelationQuestion) => RelationAnswer;

/** The answers in something that may be anything: what is none is left out, and where looking at it throws, all of it is. */
export function readAnswers(relations: unknown): Answers {
  // By their names: a request may bring answers about hundreds of them.
  const known = answersByName(relations);
  return (question) => {
    const own = (known.get(question.relation) ?? []).filter((answered) => isSameQuestion(answered, question));
    const [answer = "unknown", ...others] = new Set(own.map((answered) => answered.answer));
    return others.length > 0 ? "unknown" : answer;
  };
}

function answersByName(relations: unknown): ReadonlyMap<string, readonly AnsweredRelation[]> {
  try {
    const answers = (readList(relations, mostAnswers) ?? [])
      .map(readAnswer)
      .filter((answered) => answered !== undefined);
    return groupBy(answers, ({ relation }) => relation);
  } catch {
    return new Map();
  }
}

function readAnswer(value: unknown): AnsweredRelation | undefined {
  if (!isRecord(value)) return undefined;
  const [subject, object] = [readEntity(own(value, "subject")), readEntity(own(value, "object"))];
  const [relation, answer] = [own(value, "relation"), own(value, "answer")];
  if (subject === undefined || object === undefined || typeof relation !== "string") return undefined;
  return { subject, relation, object, answer: answer === "yes" || answer === "no" ? answer : "unknown" };
}

function readEntity(value: unknown): { readonly type: string; readonly id: string } | undefined {
  if (!isRecord(value)) return undefined;
  const [type, id] = [own(value, "type"), own(value, "id")];
  return typeof type === "string" && typeof id === "string" ? { type, id } : undefined;
}

/** What is asked by a relation test on two entities; nothing where one of them has no id. */
export function questionOf(
  relation: string,
  subject: EntityValue,
  object: EntityValue,
): RelationQuestion | undefined {
  if (subject.id === undefined || object.id === undefined) return undefined;
  return {
    subject: { type: subject.type, id: subject.id },
    relation,
    object: { type: object.type, id: object.id },
  };
}

/** Whether two questions are the same. */
export function isSameQuestion(left: RelationQuestion, right: RelationQuestion): boolean {
  return (
    left.relation === right.relation &&
    left.subject.type === right.subject.type &&
    left.subject.id === right.subject.id &&
    left.object.type === right.object.type &&
    left.object.id === right.object.id
  );
}
