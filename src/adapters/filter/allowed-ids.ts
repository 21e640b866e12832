import type { AnsweredRelation, DecisionRequest, RelationQuestion } from "../../runtime/decision.js";
import type { ReadOptions } from "../relations/relation-engine.js";
import { candidateLists } from "./candidate-lists.js";
import { FilterError } from "./filter-error.js";
import {
  type FilterPolicy,
  type FilterRequest,
  type FilterStore,
  type ResourceFacts,
  requestAbout,
} from "./filter-request.js";

/** What {@link allowedIds} is asked. */
export interface FilterOptions {
  /** A decision module. */
  readonly policy: FilterPolicy;
  readonly store: FilterStore;
  /** What is to be decided; of the resource, its type alone. */
  readonly request: FilterRequest;
  /** The ids of the resources that there are. Unless they are given the store is asked for those that can be allowed. */
  readonly candidates?: Iterable<string>;
  /** What is known of resources, by id, where rules read more of them than that. What it leaves out is not there. */
  readonly load?: (
    ids: readonly string[],
  ) => ReadonlyMap<string, ResourceFacts> | PromiseLike<ReadonlyMap<string, ResourceFacts>>;
  /** How fresh what the store says has to be, and how long it may take. */
  readonly reading?: ReadOptions;
}

/** The ids of resources, sorted. */
export interface AllowedIds {
  /** Those that are allowed. */
  readonly ids: readonly string[];
  /** Those that might be, if the store had answered all that it was asked. They are denied. */
  readonly unanswered: readonly string[];
}

/**
 * The resources of a type on which a policy allows an action: those, and no others, on which it allows the request when it is asked about each
 * by itself.
 *
 * @throws FilterError where the candidates cannot be known, or no resource makes the request valid; whatever the store and `load` throw
 *
 * @example
 * const { ids } = await allowedIds({ policy, store, request: { subject, action: { name: "read" }, resource: { type: "Document" } } });
 */
export async function allowedIds(options: FilterOptions): Promise<AllowedIds> {
  const { policy, store, reading } = options;
  requireValid(options);
  const requests = await requestsAboutCandidates(options);
  const asked = requests.map((request) => policy.relationsNeeded?.(request) ?? []);
  const answers = await answersTo(store, asked.flat(), reading);
  const ids: string[] = [];
  const unanswered: string[] = [];
  for (const [index, request] of requests.entries()) {
    const known = (asked[index] ?? []).flatMap((question) => answers.get(keyOf(question)) ?? []);
    const id = request.resource?.id ?? "";
    if (policy.decide(request, known).decision) ids.push(id);
    else if (known.some(({ answer }) => answer === "unknown") && policy.mayAllow(request, known))
      unanswered.push(id);
  }
  return { ids, unanswered };
}

/** What is wrong with the request is said, not taken for a list without ids. What resources have is not known yet. */
function requireValid({ policy, request }: FilterOptions): void {
  const { problems } = policy.decide(requestAbout(request, "0"));
  const own = problems.filter(({ path }) => !/^\/resource\/(?:id|properties|ancestors)(?:\/|$)/.test(path));
  const [first] = own;
  if (first === undefined) return;
  throw new FilterError("invalid_request", `${first.path} is ${first.kind}: expected ${first.expected}`, own);
}

async function requestsAboutCandidates(options: FilterOptions): Promise<readonly DecisionRequest[]> {
  const { request, candidates, load } = options;
  const ids = [...new Set(candidates ?? (await listCandidates(options)))].sort();
  if (load === undefined) return ids.map((id) => requestAbout(request, id));
  const facts = ids.length === 0 ? new Map<string, ResourceFacts>() : await load(ids);
  return ids.flatMap((id) => {
    const found = facts.get(id);
    return found === undefined ? [] : [requestAbout(request, id, found)];
  });
}

async function listCandidates({
  policy,
  store,
  request,
  reading,
}: FilterOptions): Promise<readonly string[]> {
  const lists = candidateLists(policy, request);
  if (lists === undefined)
    throw new FilterError(
      "unbounded",
      "what is allowed need not be related to anybody: give the candidates, or the rules a relation to the resource",
    );
  const found = await Promise.all(
    lists.map(({ subject, relation }) =>
      store.listResources(subject, relation, request.resource.type, reading),
    ),
  );
  return found.flat();
}

/** By question, with its answer: all are asked at once, and none twice. */
async function answersTo(
  store: FilterStore,
  questions: readonly RelationQuestion[],
  reading: ReadOptions | undefined,
): Promise<ReadonlyMap<string, AnsweredRelation>> {
  const distinct = new Map(questions.map((question) => [keyOf(question), question]));
  if (distinct.size === 0) return new Map();
  const answers = await store.checkMany([...distinct.values()], reading);
  return new Map(
    [...distinct].map(([key, question], index) => [
      key,
      { ...question, answer: answers[index] ?? "unknown" },
    ]),
  );
}

function keyOf({ subject, relation, object }: RelationQuestion): string {
  return JSON.stringify([subject.type, subject.id, relation, object.type, object.id]);
}
