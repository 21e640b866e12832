import type { RelationModel, RelationTuple } from "../relations/model.js";
import { createRelationStore } from "../relations/relation-store.js";
import type { AnsweredRelation } from "../runtime/decision.js";
import type { DecisionModule } from "./load-module.js";

/**
 * The answers that a module needs for a request, of a store that has just these tuples.
 *
 * @throws Error where a tuple does not fit the relations that the module's policies declare
 */
export function answersByTuples(
  { relationsNeeded, policySet }: Partial<Pick<DecisionModule, "relationsNeeded" | "policySet">>,
  request: unknown,
  tuples: readonly RelationTuple[],
): readonly AnsweredRelation[] {
  const store = createRelationStore(modelOf(policySet));
  const written = store.write({ touch: tuples });
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join("; "));
  const questions = relationsNeeded?.(request) ?? [];
  return questions.map((question) => ({ ...question, answer: store.check(question) }));
}

/** A module whose policies declare no relations has no model of any. */
function modelOf(policySet: unknown): RelationModel {
  const hasModel = typeof policySet === "object" && policySet !== null && "relations" in policySet;
  return hasModel ? (policySet.relations as RelationModel) : { types: [] };
}
