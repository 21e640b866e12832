import type { DecisionDifference } from "../../analysis/difference.js";
import { relationWords } from "../../diagnostics/relation-words.js";
import { isSameQuestion } from "../../interpret/answers.js";
import type { AnsweredRelation } from "../../runtime/decision.js";

/** What is the case between the entities of a difference's example: once, where both sets make the same of it. */
export function relationLines({ relations }: DecisionDifference): readonly string[] {
  if (relations === undefined) return [];
  const { before, after } = relations;
  const isOther = (answered: AnsweredRelation, others: readonly AnsweredRelation[]) =>
    others.some((other) => isSameQuestion(other, answered) && other.answer !== answered.answer);
  const old = before.filter(
    (answered) => !after.some((other) => isSameQuestion(other, answered)) || isOther(answered, after),
  );
  return [
    ...old.map((each) => `${isOther(each, after) ? "before " : ""}${relationWords(each)}`),
    ...after.map((each) => `${isOther(each, before) ? "after " : ""}${relationWords(each)}`),
  ];
}
