import type { DecisionDifference } from "../../analysis/difference.js";
import { tupleWords } from "../../analysis/relations/tuple-words.js";
import { relationWords } from "../../diagnostics/relation-words.js";
import { isSameQuestion } from "../../interpret/answers.js";
import type { RelationTuple } from "../../relations/model.js";
import type { AnsweredRelation } from "../../runtime/decision.js";

/**
 * What is the case between the entities of a difference's example: once, where both sets make the same of it. Tuples that say more than that
 * come first: what either set makes of the example follows from them.
 */
export function relationLines({ relations }: DecisionDifference): readonly string[] {
  if (relations === undefined) return [];
  const { before, after, tuples } = relations;
  const isOther = (answered: AnsweredRelation, others: readonly AnsweredRelation[]) =>
    others.some((other) => isSameQuestion(other, answered) && other.answer !== answered.answer);
  const old = before.filter(
    (answered) => !after.some((other) => isSameQuestion(other, answered)) || isOther(answered, after),
  );
  const same = before.filter((answered) => !isOther(answered, after));
  const given = tuples.filter((tuple) => !same.some((answered) => isSaid(tuple, answered)));
  return [
    ...given.map((tuple) => `given ${tupleWords(tuple)}`),
    ...old.map((each) => `${isOther(each, after) ? "before " : ""}${relationWords(each)}`),
    ...after.map((each) => `${isOther(each, before) ? "after " : ""}${relationWords(each)}`),
  ];
}

function isSaid({ subject, relation, object }: RelationTuple, answered: AnsweredRelation): boolean {
  if ("everyone" in subject || "relation" in subject) return false;
  return answered.answer === "yes" && isSameQuestion({ subject, relation, object }, answered);
}
