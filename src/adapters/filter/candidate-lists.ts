import type { EntityKey } from "../../runtime/decision.js";
import type { FilterPolicy, FilterRequest } from "./filter-request.js";

/** The resources to which somebody has a relation. */
export interface CandidateList {
  readonly subject: EntityKey;
  readonly relation: string;
}

/**
 * Lists of which every resource that can be allowed is in one, as few as can be left; undefined where something may be allowed that is in
 * no list.
 *
 * The policy proves it: what it cannot allow where nobody in these lists has the relation, it allows only to somebody who has one of them. What is
 * known of the request counts as it is: a rule for administrators keeps nobody else from having a list.
 */
export function candidateLists(
  policy: FilterPolicy,
  request: FilterRequest,
): readonly CandidateList[] | undefined {
  const suffices = (lists: readonly CandidateList[]) => !policy.mayAllow(request, notIn(lists, request));
  const all = possibleLists(policy, request);
  if (!suffices(all)) return undefined;
  // From the end: of two lists that do the same, the subject's is kept.
  return all.reduceRight((kept, list) => {
    const others = kept.filter((other) => other !== list);
    return suffices(others) ? others : kept;
  }, all);
}

/** All relations to resources of the type that the principals may have. */
function possibleLists(
  { policySet }: FilterPolicy,
  { subject, actor, resource }: FilterRequest,
): readonly CandidateList[] {
  const relations = policySet.relations?.types.find(({ type }) => type === resource.type)?.relations ?? [];
  const principals = [subject, ...(actor === undefined ? [] : [actor])];
  return principals.flatMap(({ type, id }) =>
    relations.map(({ name }) => ({ subject: { type, id }, relation: name })),
  );
}

function notIn(lists: readonly CandidateList[], { resource }: FilterRequest) {
  const object = { type: resource.type };
  return lists.map((list) => ({ ...list, object, answer: "no" as const }));
}
