import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "./decision.js";
import type { EntityKey } from "./entity.js";
import type { Outcome } from "./outcome.js";
import type { unknown } from "./reading.js";
import { isRecord, own, readList } from "./record.js";

/*
 * What is known of relations while a request is decided. A module whose rules test relations holds it in a variable of its own for the
 * time of one call, so that no function that needs it not has to hand it on.
 */

/** By question, whether the relation holds; undefined where nobody knows. */
export type Answers = ReadonlyMap<string, boolean | undefined>;

/** Nothing is known. */
export const noAnswers: Answers = new Map();

/** More answers than any request needs. */
const mostAnswers = 1_000_000;

/** The answers in something that may be anything: what is none is left out, and where looking at it throws, all of it is. */
export function readAnswers(relations: unknown): Answers {
  if (relations === undefined) return noAnswers;
  const answers = new Map<string, boolean | undefined>();
  try {
    for (const answered of readList(relations, mostAnswers) ?? []) noteAnswer(answers, answered);
    return answers;
  } catch {
    return noAnswers;
  }
}

/** Two answers to one question that differ are none. One about an object without an id is about the resource, whichever it is. */
function noteAnswer(answers: Map<string, boolean | undefined>, answered: unknown): void {
  if (!isRecord(answered)) return;
  const [subject, object] = [own(answered, "subject"), own(answered, "object")];
  const [relation, answer] = [own(answered, "relation"), own(answered, "answer")];
  if (!isRecord(subject) || !isRecord(object)) return;
  const id = own(object, "id");
  const ids = id === undefined ? [] : [id];
  const parts = [relation, own(subject, "type"), own(subject, "id"), own(object, "type"), ...ids];
  if (!parts.every((part) => typeof part === "string")) return;
  const key = answerKey(parts);
  const holds = answer === "yes" ? true : answer === "no" ? false : undefined;
  answers.set(key, answers.has(key) && answers.get(key) !== holds ? undefined : holds);
}

/** The parts with their lengths, so that no two questions share a key. */
function answerKey(parts: readonly string[]): string {
  let key = "";
  for (const part of parts) key += `${part.length} ${part}`;
  return key;
}

/**
 * Whether an entity has a relation to another one, as far as that is known. To `mayAllow` the resource may be any of its type: then what is
 * known is that the entity has the relation to none.
 */
export function isRelated(
  answers: Answers,
  relation: string,
  subject: EntityKey,
  { type, id }: { readonly type: string; readonly id: string | typeof unknown },
): Outcome {
  if (answers.size === 0) return null;
  if (typeof id === "string")
    return answers.get(answerKey([relation, subject.type, subject.id, type, id])) ?? null;
  return answers.get(answerKey([relation, subject.type, subject.id, type])) === false ? false : null;
}

/** Who answers relation questions. */
export interface RelationAnswers {
  checkMany(
    questions: readonly RelationQuestion[],
  ): readonly RelationAnswer[] | PromiseLike<readonly RelationAnswer[]>;
}

/** The answers of a store, asked once; not at all where there is nothing to ask. What it does not answer, by whatever fault, stays open. */
export function answersFrom(
  store: RelationAnswers,
  questions: readonly RelationQuestion[],
): Promise<readonly AnsweredRelation[]> {
  if (questions.length === 0) return Promise.resolve([]);
  return Promise.resolve(questions)
    .then((asked) => store.checkMany(asked))
    .then((answers) => withQuestions(questions, answers))
    .catch(() => []);
}

function withQuestions(
  questions: readonly RelationQuestion[],
  answers: readonly RelationAnswer[],
): readonly AnsweredRelation[] {
  const given = readList(answers, mostAnswers);
  if (given?.length !== questions.length) return [];
  return questions.map((question, index) => ({ ...question, answer: given[index] as RelationAnswer }));
}
