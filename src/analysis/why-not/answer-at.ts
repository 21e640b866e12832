import { answersOf, isSameQuestion, withAnswers } from "../../interpret/answers.js";
import type { RelationAnswer, RelationQuestion } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";

/** The first step of a path that leads to no member of a request, but to what is known of a relation; its other step says of which. */
const relationStep = "\0relation";

/** The path of a question. */
export function relationPath({ subject, relation, object }: RelationQuestion): readonly string[] {
  return [relationStep, JSON.stringify({ subject, relation, object })];
}

/** The question of a path; undefined where it leads to a member. */
export function questionAt([first, question]: readonly string[]): RelationQuestion | undefined {
  // What stands there was written by `relationPath`.
  return first === relationStep && question !== undefined
    ? (JSON.parse(question) as RelationQuestion)
    : undefined;
}

/** What is known of a relation; undefined where nobody knows. */
export function answerAt(request: unknown, question: RelationQuestion): "yes" | "no" | undefined {
  const answers = answersOf(request).filter((answered) => isSameQuestion(answered, question));
  const [first, ...others] = new Set(answers.map(({ answer }) => answer));
  return others.length > 0 || first === "unknown" ? undefined : first;
}

/** The request with another answer to a question. */
export function withAnswerAt(request: JsonObject, question: RelationQuestion, answer: unknown): JsonObject {
  const others = answersOf(request).filter((answered) => !isSameQuestion(answered, question));
  return withAnswers(request, [...others, { ...question, answer: isAnswer(answer) ? answer : "unknown" }]);
}

function isAnswer(value: unknown): value is RelationAnswer {
  return value === "yes" || value === "no";
}
