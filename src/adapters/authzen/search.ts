import type { DecisionRequest } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import { breathe } from "./breathe.js";
import { type Completion, completeEntity, completeRequest, namesUnknown } from "./complete-request.js";
import { type PageRequest, pageToken, readPage } from "./page.js";
import { readAction, readActor, readContext, readEntity, readKind } from "./read-evaluation.js";
import { completionOf, type Service } from "./service.js";

/** What is searched for. */
export type SearchKind = "subject" | "resource" | "action";

/** A page of what a search found: entities by type and id, or actions by name. */
export interface SearchAnswer {
  readonly page?: { readonly next_token: string; readonly count: number };
  readonly results: readonly { readonly [member: string]: string }[];
}

/**
 * Answers to a search: of the entities that are known, or of the policy set's actions, those for which the same request with them in it is
 * allowed. So a result never says more than an evaluation would.
 */
export async function search(service: Service, kind: SearchKind, body: JsonObject): Promise<SearchAnswer> {
  const question = readQuestion(kind, body, service, completionOf(service));
  const page = readPage(body, question.asked, service.pageSize);
  const { point } = service;
  // One for the whole search: another one may come into force in the middle of it.
  const module = point.module();
  const found = await firstMatches(page, question.candidates, (candidates) =>
    module === undefined ? [] : point.allowsEach(module, candidates.map(question.requestFor)),
  );
  const results = found.matches.map(question.resultFor);
  if (!found.more && body.page === undefined) return { results };
  const next = found.more ? pageToken(page, found.matches.at(-1) ?? page.after) : "";
  return { page: { next_token: next, count: results.length }, results };
}

interface Question {
  /** What tells this search from another one. */
  readonly asked: unknown;
  /** Sorted, and each different from the others. */
  readonly candidates: readonly string[];
  requestFor(candidate: string): DecisionRequest;
  resultFor(candidate: string): { readonly [member: string]: string };
}

function readQuestion(
  kind: SearchKind,
  body: JsonObject,
  service: Service,
  completion: Completion,
): Question {
  const context = readContext(body);
  const asked = {
    subject: kind === "subject" ? readKind(body.subject, "subject") : readEntity(body.subject, "subject"),
    ...readActor(body),
    resource:
      kind === "resource" ? readKind(body.resource, "resource") : readEntity(body.resource, "resource"),
    ...(context && { context }),
  };
  if (kind === "action") return actionQuestion(asked, service, completion);
  const action = readAction(body.action);
  const sought = asked[kind];
  // The other parties are the same for each candidate, and so are completed once.
  const complete = completeRequest({ ...asked, action }, completion);
  return {
    asked: [kind, { ...asked, action }],
    candidates: namesUnknown({ ...asked, [kind]: undefined }, completion)
      ? []
      : (completion.directory?.idsOf(sought.type, kind) ?? []),
    requestFor: (id) => ({ ...complete, [kind]: completeEntity({ ...sought, id }, kind, completion) }),
    resultFor: (id) => ({ type: sought.type, id }),
  };
}

function actionQuestion(
  asked: Omit<DecisionRequest, "action">,
  { point }: Service,
  completion: Completion,
): Question {
  const complete = completeRequest({ ...asked, action: { name: "" } }, completion);
  return {
    asked: ["action", asked],
    candidates: namesUnknown(asked, completion)
      ? []
      : Object.keys(point.module()?.policySet.actions ?? {}).sort(),
    requestFor: (name) => ({ ...complete, action: { name } }),
    resultFor: (name) => ({ name }),
  };
}

/** The most candidates that are looked at before others have their turn: what has to be known of relations for these is asked together. */
const slice = 200;

/** The matches of a page, and whether there are more after them. */
async function firstMatches(
  { after, limit }: PageRequest,
  candidates: readonly string[],
  matches: (candidates: readonly string[]) => readonly boolean[] | Promise<readonly boolean[]>,
): Promise<{ readonly matches: readonly string[]; readonly more: boolean }> {
  const found: string[] = [];
  // A short page may be full soon; where few match, more are looked at each time.
  let size = Math.min(slice, limit + 1);
  for (let from = firstAfter(candidates, after); from < candidates.length; ) {
    const part = candidates.slice(from, from + size);
    const isMatch = await matches(part);
    found.push(...part.filter((_, index) => isMatch[index]));
    if (found.length > limit) return { matches: found.slice(0, limit), more: true };
    from += size;
    size = Math.min(slice, size * 2);
    if (from < candidates.length) await breathe();
  }
  return { matches: found, more: false };
}

/** The index of the first of the sorted `candidates` that comes after one, which need not be among them any more. */
function firstAfter(candidates: readonly string[], after: string | undefined): number {
  if (after === undefined) return 0;
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((candidates[middle] ?? "") <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
