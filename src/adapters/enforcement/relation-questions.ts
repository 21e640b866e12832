import type { AnsweredRelation, EntityKey, RelationQuestion } from "../../runtime/decision.js";
import type { DecisionModule } from "./decision-module.js";

/** Whether some rule of a policy set may test a relation. In one that declares none there is nothing to ask. */
export function mayTestRelations(module: DecisionModule | undefined): module is DecisionModule {
  return module?.relationsNeeded !== undefined && module.policySet.relations !== undefined;
}

/** What a module has to know of relations to decide a request; what is no question is none of them. */
export function questionsOf(module: DecisionModule, request: unknown): readonly RelationQuestion[] {
  try {
    const needed: unknown = module.relationsNeeded?.(request);
    return Array.isArray(needed) ? needed.filter(isQuestion) : [];
  } catch {
    return [];
  }
}

function isQuestion(value: unknown): value is RelationQuestion {
  if (typeof value !== "object" || value === null) return false;
  const { subject, relation, object } = value as Partial<RelationQuestion>;
  return isEntityKey(subject) && typeof relation === "string" && isEntityKey(object);
}

function isEntityKey(value: unknown): value is EntityKey {
  if (typeof value !== "object" || value === null) return false;
  const { type, id } = value as Partial<EntityKey>;
  return typeof type === "string" && typeof id === "string";
}

/** What tells a question from every other one. */
export function questionKey({ subject, relation, object }: RelationQuestion): string {
  return JSON.stringify([object.type, object.id, relation, subject.type, subject.id]);
}

/** The questions that nothing is known of yet, each once. */
export function unansweredOf(
  questions: readonly RelationQuestion[],
  known: readonly AnsweredRelation[],
): readonly RelationQuestion[] {
  if (questions.length === 0) return questions;
  const seen = new Set(known.map(questionKey));
  return questions.filter((question) => {
    const key = questionKey(question);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
