import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { answersOf, isSameQuestion } from "../../interpret/answers.js";
import { relationsAsked } from "../../interpret/relations-asked.js";
import type { AnsweredRelation } from "../../runtime/decision.js";
import { answered, hasRelations } from "./given.js";

/** What rules of a policy set ask about the relations of a request, with the answers that go with it: all that there is to show. */
export function shownRelations(policySet: PolicySet, request: unknown): readonly AnsweredRelation[] {
  if (!hasRelations(policySet)) return [];
  const answers = answersOf(request);
  return relationsAsked(policySet, request).flatMap(
    (question) => answers.find((answered) => isSameQuestion(answered, question)) ?? [],
  );
}

/**
 * The diagnostic, its witness with the relations that there are in it: by this policy set. A session keeps what it found by an earlier one, whose rules named
 * other entities.
 */
export function withShownRelations(policySet: PolicySet, diagnostic: Diagnostic): Diagnostic {
  const { witness } = diagnostic;
  if (witness === undefined || witness.relations) return diagnostic;
  const relations = shownRelations(policySet, answered(policySet, witness.request));
  return relations.length === 0 ? diagnostic : { ...diagnostic, witness: { ...witness, relations } };
}
