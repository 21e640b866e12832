import { withTuples } from "../../analysis/relations/given.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { withAnswers } from "../../interpret/answers.js";
import { relationsAsked } from "../../interpret/relations-asked.js";
import type { RelationStore } from "../../relations/relation-store.js";

/** A request with what a store says of the relations that rules ask about, for the interpreter; what is no request stays as it is. */
export function answerRequest(policySet: PolicySet, store: RelationStore, request: unknown): unknown {
  if (typeof request !== "object" || request === null || Array.isArray(request)) return request;
  const answers = relationsAsked(policySet, request).map((question) => ({
    ...question,
    answer: store.check(question),
  }));
  return withAnswers(request, answers);
}

/** {@link answerRequest}, with the tuples themselves: for analyses, which look at requests that are a little different. */
export function giveRelations(policySet: PolicySet, store: RelationStore, request: unknown): unknown {
  const answered = answerRequest(policySet, store, request);
  return answered === request || typeof answered !== "object" || answered === null
    ? request
    : withTuples(answered, [...store.read()]);
}
