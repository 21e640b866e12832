import type { Decision } from "../runtime/decision.js";
import { groupBy } from "../util/group-by.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import { type Analysis, ask, noneMatches, type Point, someMatches } from "./analysis.js";
import { and, type Formula } from "./encode/formula.js";
import { type RequestKind, requestKinds } from "./request-kind.js";
import { inquireRules } from "./rule-standing.js";
import type { Answer } from "./solve/find-request.js";

/** That a request is allowed, but for its obligations: each of its principals is. */
export function requestAllowed({ sides }: RequestKind): Formula {
  return and(...sides.map(principalAllowed));
}

/** That a point's principal by itself is allowed. */
export function principalAllowed(point: Point): Formula {
  const { allows, denies } = point.scope;
  return and(someMatches(point, allows), noneMatches(point, denies));
}

/** Whether the rules allow a request, whatever its obligations. */
export function passesRules({ reason }: Decision): boolean {
  return reason === "allowed" || reason === "obligation_error";
}

/** Whether some request of a kind is allowed; asked once. */
export function allowedRequest(analysis: Analysis, kind: RequestKind): Answer {
  const answer = knownAnswers.get(kind) ?? searchAllowed(analysis, kind);
  knownAnswers.set(kind, answer);
  return answer;
}

const knownAnswers = new WeakMap<RequestKind, Answer>();

function searchAllowed(analysis: Analysis, kind: RequestKind): Answer {
  const [side] = kind.sides;
  if (side === undefined || lacksAllow(kind)) return { kind: "none" };
  const requests = (seenRequests(analysis).get(kind.environment.action) ?? []).slice(0, mostLooks);
  const request = requests.find(
    (seen) => isOfKind(seen, kind) && analysis.replay(side, seen).decision.decision,
  );
  if (request !== undefined) return { kind: "found", request };
  return ask(analysis, side, requestAllowed(kind), ({ decision }) => decision.decision);
}

/** How many requests are looked at before a question is asked. */
const mostLooks = 100;

const knownRequests = new WeakMap<Analysis, ReadonlyMap<unknown, readonly JsonObject[]>>();

/** Requests that have come up already and of which some party is allowed, by their action's name. */
function seenRequests(analysis: Analysis): ReadonlyMap<unknown, readonly JsonObject[]> {
  const { evidence } = inquireRules(analysis);
  const nameOf = ({ action }: JsonObject) => (isJsonObject(action) ? action.name : undefined);
  const requests = knownRequests.get(analysis) ?? groupBy(new Set(evidence.decided.values()), nameOf);
  knownRequests.set(analysis, requests);
  return requests;
}

/** Whether a request is of a kind. */
export function isOfKind(request: JsonObject, { environment }: RequestKind): boolean {
  const typeOf = (part: unknown) => (isJsonObject(part) ? part.type : undefined);
  const { action, subject, actor, resource } = environment;
  return (
    isJsonObject(request.action) &&
    request.action.name === action &&
    typeOf(request.subject) === subject.type &&
    typeOf(request.actor) === actor?.type &&
    (resource === undefined || typeOf(request.resource) === resource)
  );
}

/** Whether some party to requests of a kind has no rule that allows it anything. */
export function lacksAllow({ sides }: RequestKind): boolean {
  return sides.some(({ scope }) => scope.allows.length === 0);
}

const known = new WeakMap<Analysis, ReadonlyMap<string, readonly RequestKind[]>>();

/** The kinds of request for each action, by its name; made once for an analysis. */
export function kindsByAction(analysis: Analysis): ReadonlyMap<string, readonly RequestKind[]> {
  const kinds =
    known.get(analysis) ?? groupBy(requestKinds(analysis), ({ environment }) => environment.action);
  known.set(analysis, kinds);
  return kinds;
}
