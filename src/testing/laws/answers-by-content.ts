import { answersOf } from "../../interpret/answers.js";
import type { AnsweredRelation } from "../../runtime/decision.js";
import { pickAny, shuffled } from "../choices.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawViolation } from "../law.js";
import { observe } from "../observe.js";

/**
 * Answers are matched by what they are an answer to, and by nothing else: in another order, given twice, and among answers that nobody asked
 * for they mean what they meant. Two answers to one question that differ are none, in whatever order they come.
 */
export const answersByContent: Law = {
  name: "answers-by-content",
  statement: "Answers mean the same in any order, given twice and among others; two that differ are none.",
  check(subject, request, choices) {
    const answers = answersOf(request);
    const one = pickAny(choices, answers);
    if (one === undefined) return undefined;
    const decideBy = (relations: readonly AnsweredRelation[]) => subject.module.decide(request, relations);
    const violation = (
      about: string,
      expected: unknown,
      relations: readonly AnsweredRelation[],
    ): LawViolation | undefined => {
      const actual = decideBy(relations);
      if (equalJson(actual, expected)) return undefined;
      return { message: `another decision with ${about}`, expected, actual, request };
    };
    const { generated } = observe(subject, request);
    const unknown = decideBy([...answers.filter((each) => each !== one), { ...one, answer: "unknown" }]);
    return (
      violation("the answers in another order", generated, shuffled(choices, answers)) ??
      violation("every answer twice", generated, [...answers, ...structuredClone(answers)]) ??
      violation("answers that nobody asked for", generated, [...answers.flatMap(beside), ...answers]) ??
      violation("an answer contradicted", unknown, [...answers, opposite(one)]) ??
      violation("an answer contradicted beforehand", unknown, [opposite(one), ...answers])
    );
  },
};

/** Answers about others: of another name, another type, and with what is between the parts in another place. */
function beside(answered: AnsweredRelation): readonly AnsweredRelation[] {
  const { subject, object, relation } = answered;
  const answer = answered.answer === "yes" ? "no" : "yes";
  const nobody = "an entity that nobody names";
  return [
    { ...answered, subject: { ...subject, id: nobody }, answer },
    { ...answered, object: { ...object, id: nobody }, answer },
    {
      ...answered,
      subject: { type: `${subject.type}${subject.id.slice(0, 1)}`, id: subject.id.slice(1) },
      answer,
    },
    { ...answered, relation: `${relation} ${object.type}`, answer },
  ];
}

function opposite(answered: AnsweredRelation): AnsweredRelation {
  return { ...answered, answer: answered.answer === "yes" ? "no" : "yes" };
}
