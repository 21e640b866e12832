import { relationWords } from "../diagnostics/relation-words.js";
import type { AnsweredRelation } from "../runtime/decision.js";

/** What is known of relations, for people: below a request, one line each. */
export function relationLines(relations: readonly AnsweredRelation[]): readonly string[] {
  return relations.map(
    (answered, index) => `${index === 0 ? "relations" : "         "} ${relationWords(answered)}`,
  );
}
