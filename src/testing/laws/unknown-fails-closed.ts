import { answersOf } from "../../interpret/answers.js";
import type { AnsweredRelation } from "../../runtime/decision.js";
import { pickAny } from "../choices.js";
import { equalJson } from "../equal-json.js";
import type { Law } from "../law.js";
import { observe } from "../observe.js";

/**
 * What is not known of relations allows nothing: where an answer turns out to be unknown, is left out, or is none, a request that was denied
 * stays denied, and the decision is the same for all of these. So it is with all answers at once.
 */
export const unknownFailsClosed: Law = {
  name: "unknown-fails-closed",
  statement: "An answer that is unknown, left out or malformed never allows what was denied.",
  check(subject, request, choices) {
    const answers = answersOf(request);
    const one = pickAny(choices, answers);
    if (one === undefined) return undefined;
    const { generated } = observe(subject, request);
    // Another answer to the same question would be left.
    const others = answers.filter((each) => !isSameQuestion(each, one));
    const [unknown, ...alike] = [
      [...others, { ...one, answer: "unknown" as const }],
      others,
      ...malformed(one).map((wrong) => [wrong, ...others]),
    ].map((relations) => subject.module.decide(request, relations));
    const without = subject.module.decide(request, []);
    const allowed = [unknown, without].find((decision) => decision?.decision === true);
    if (!generated.decision && allowed !== undefined) {
      const message = "denied, and allowed where less is known";
      return { message, expected: generated, actual: allowed, request };
    }
    const other = alike.find((decision) => !equalJson(decision, unknown));
    if (other === undefined) return undefined;
    const message = "an answer that is none is not as one that is unknown";
    return { message, expected: unknown, actual: other, request };
  },
};

function isSameQuestion(left: AnsweredRelation, right: AnsweredRelation): boolean {
  const [{ answer: _, ...one }, { answer: __, ...other }] = [left, right];
  return equalJson(one, other);
}

/** What a store might give in the place of an answer. */
function malformed(answered: AnsweredRelation): readonly unknown[] {
  const { subject, object, answer } = answered;
  return [
    { ...answered, answer: true },
    { ...answered, answer: answer.toUpperCase() },
    { ...answered, subject: subject.id },
    { ...answered, object: [object] },
    null,
  ];
}
