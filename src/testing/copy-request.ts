import { answersOf, withAnswers } from "../interpret/answers.js";

/** A request that shares nothing with the one that it is a copy of; what is known of relations goes with it. Only for plain data. */
export function copyRequest<R extends object>(request: R): R {
  const copy = structuredClone(request);
  const answers = answersOf(request);
  return answers.length === 0 ? copy : withAnswers(copy, structuredClone(answers));
}
