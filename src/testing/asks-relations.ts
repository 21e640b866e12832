import { testsRelations } from "../check/tests-relations.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import { relationsAsked } from "../interpret/relations-asked.js";
import type { RelationQuestion } from "../runtime/decision.js";

/** Whether any rule tests a relation. */
export function asksRelations({ rules }: PolicySet): boolean {
  return rules.some(testsRelations);
}

/** {@link relationsAsked}, at no cost where no rule asks. */
export function questionsOf(policySet: PolicySet, request: unknown): readonly RelationQuestion[] {
  return asksRelations(policySet) ? relationsAsked(policySet, request) : [];
}

/** The same text for the same question. */
export function questionKey({ subject, relation, object }: RelationQuestion): string {
  return JSON.stringify([subject.type, subject.id, relation, object.type, object.id]);
}
