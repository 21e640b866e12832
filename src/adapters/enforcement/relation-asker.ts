import type { RelationAnswers } from "../../runtime/answers.js";
import type { AnsweredRelation, RelationAnswer, RelationQuestion } from "../../runtime/decision.js";
import { withinTime } from "../relations/within-time.js";
import { questionKey, unansweredOf } from "./relation-questions.js";

/** Asks a store or an engine. All questions come back, with `unknown` where there was no answer. */
export interface RelationAsker {
  /** Asks at once, in one call; the answers are there at once where they are no promise. */
  ask(questions: readonly RelationQuestion[]): Asked;
  /** Asks in one call what is asked in one turn, also where several ask. */
  askTogether(questions: readonly RelationQuestion[]): Promise<readonly AnsweredRelation[]>;
}

/** The promise never rejects. */
export type Asked = readonly AnsweredRelation[] | Promise<readonly AnsweredRelation[]>;

/** Questions that nobody answered. */
export function unanswered(questions: readonly RelationQuestion[]): readonly AnsweredRelation[] {
  return questions.map((question) => ({ ...question, answer: "unknown" }));
}

/** Creates what asks a store. One that has not answered after `timeout` milliseconds has not answered. */
export function createRelationAsker(store: RelationAnswers, timeout: number): RelationAsker {
  const ask = (questions: readonly RelationQuestion[]) => askOnce(store, questions, timeout);
  const waiting: Waiting[] = [];
  const askAll = () => {
    for (const batch of batchesOf(waiting.splice(0))) void answerBatch(batch, ask);
  };
  return {
    ask,
    askTogether: (questions) =>
      new Promise((resolve) => {
        if (waiting.length === 0) queueMicrotask(askAll);
        waiting.push({ questions, resolve });
      }),
  };
}

function askOnce(store: RelationAnswers, questions: readonly RelationQuestion[], timeout: number): Asked {
  try {
    const answers = store.checkMany(questions);
    if (!isPromise(answers)) return answered(questions, answers);
    return withinTime({ timeout, signals: [] }, async () => answered(questions, await answers)).catch(() =>
      unanswered(questions),
    );
  } catch {
    return unanswered(questions);
  }
}

function isPromise(value: unknown): value is PromiseLike<readonly RelationAnswer[]> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** Answers stand in the order of the questions; a list of another length answers none of them. */
function answered(questions: readonly RelationQuestion[], given: unknown): readonly AnsweredRelation[] {
  if (!Array.isArray(given) || given.length !== questions.length) return unanswered(questions);
  const answers: readonly unknown[] = given;
  return questions.map((question, index) => {
    const answer = answers[index];
    return { ...question, answer: answer === "yes" || answer === "no" ? answer : "unknown" };
  });
}

/** Somebody who asked in this turn. */
interface Waiting {
  readonly questions: readonly RelationQuestion[];
  readonly resolve: (answers: readonly AnsweredRelation[]) => void;
}

/** The most questions of one call, unless a single decision needs more. */
const mostTogether = 1000;

/** What one decision needs stays together. */
function batchesOf(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const batches: Waiting[][] = [];
  let count = Number.POSITIVE_INFINITY;
  for (const each of waiting) {
    count += each.questions.length;
    if (count > mostTogether) {
      batches.push([]);
      count = each.questions.length;
    }
    batches.at(-1)?.push(each);
  }
  return batches;
}

async function answerBatch(batch: readonly Waiting[], ask: RelationAsker["ask"]): Promise<void> {
  const [first] = batch;
  if (first !== undefined && batch.length === 1) return first.resolve(await ask(first.questions));
  const all = unansweredOf(
    batch.flatMap(({ questions }) => questions),
    [],
  );
  const found = new Map((await ask(all)).map((each) => [questionKey(each), each]));
  for (const { questions, resolve } of batch)
    resolve(
      questions.map((question) => found.get(questionKey(question)) ?? { ...question, answer: "unknown" }),
    );
}
