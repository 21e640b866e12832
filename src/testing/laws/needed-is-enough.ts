import { answersOf } from "../../interpret/answers.js";
import type { Decision, RelationQuestion } from "../../runtime/decision.js";
import { questionKey, questionsOf } from "../asks-relations.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawSubject, LawViolation } from "../law.js";
import { observe } from "../observe.js";

/**
 * With the answers to just what `relationsNeeded` asks for, the request is allowed or denied as with all answers, with the same obligations.
 * What it asks for is asked by a rule in scope, once, and always in the same order.
 */
export const neededIsEnough: Law = {
  name: "needed-is-enough",
  statement: "The answers to what `relationsNeeded` asks for decide as all answers do.",
  check(subject, request) {
    const needed = subject.module.relationsNeeded(request);
    const answers = answersOf(request);
    if (needed.length === 0 && answers.length === 0) return undefined;
    const keys = new Set(needed.map(questionKey));
    const given = answers.filter((answered) => keys.has(questionKey(answered)));
    const expected = outcomeOf(observe(subject, request).generated);
    const actual = outcomeOf(subject.module.decide(request, given));
    if (!equalJson(actual, expected)) {
      const message = "decided differently with the answers that were needed";
      return { message, expected, actual, request };
    }
    return wrongQuestions(subject, request, needed);
  },
};

/** Which of several rules allow or deny may hang on what nobody has to know. */
function outcomeOf({ decision, obligations }: Decision): Pick<Decision, "decision" | "obligations"> {
  return { decision, obligations };
}

function wrongQuestions(
  { policySet }: LawSubject,
  request: LawViolation["request"],
  needed: readonly RelationQuestion[],
): LawViolation | undefined {
  const asked = new Set(questionsOf(policySet, request).map(questionKey));
  const isAsked = needed.every((question) => asked.has(questionKey(question)));
  const sorted = [...new Map(needed.map((question) => [sortKey(question), question]))].sort(
    ([left], [right]) => (left < right ? -1 : 1),
  );
  const expected = sorted.map(([, question]) => question);
  if (isAsked && equalJson(needed, expected)) return undefined;
  const message = "what is needed is not sorted, stands twice, or is asked by no rule";
  return { message, expected, actual: needed, request };
}

/** The object first. Parts are told apart by a character that sorts before all others. */
function sortKey({ subject, relation, object }: RelationQuestion): string {
  return [object.type, object.id, relation, subject.type, subject.id].join("\0");
}
