import type { Environment } from "../ir/decision-graph.js";
import type { Decision } from "../runtime/decision.js";
import { groupBy } from "../util/group-by.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import { type Analysis, ask, matches, noneMatches, type Point, someMatches } from "./analysis.js";
import { and, conjunctsOf, type Formula, no } from "./encode/formula.js";
import type { ShownRequest } from "./evidence.js";
import { kindPlace } from "./incremental/shown.js";
import { plainly } from "./incremental/units.js";
import { isSatisfied } from "./known-models.js";
import { pointPlaces } from "./point-places.js";
import { type RequestKind, requestKinds } from "./request-kind.js";
import { rivalsOf } from "./rivals.js";
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
  const search = (): Answer => {
    const answer = searchAllowed(analysis, kind);
    return answer.kind === "none" ? { kind: "none" } : answer;
  };
  return analysis.units.remember(`allowed ${pointPlaces(kind.environment).kind}`, plainly(search));
}

function searchAllowed(analysis: Analysis, kind: RequestKind): Answer {
  const [side] = kind.sides;
  if (side === undefined || lacksAllow(kind)) return { kind: "none" };
  const request = shownRequests(analysis, kind, mostLooks).find(
    (shown) => analysis.replay(side, shown).decision.decision,
  );
  if (request !== undefined) return { kind: "found", request };
  for (let index = 0; index < mostTries; index += 1) {
    const answer = ask(analysis, side, allowedBy(kind, index), ({ decision }) => decision.decision);
    if (answer.kind === "found") return answer;
  }
  return ask(analysis, side, requestAllowed(kind), ({ decision }) => decision.decision);
}

/**
 * Whether it is plain that some request of a kind is allowed, whatever its obligations. Nothing may be reported for it: most often no request is
 * made, and none is replayed. "No" says nothing.
 */
export function isPlainlyAllowed(analysis: Analysis, kind: RequestKind): boolean {
  const [side] = kind.sides;
  if (side === undefined || lacksAllow(kind)) return false;
  if (kind.sides.length === 1 && shownIn(analysis, kind).length > 0) return true;
  const likely = kind.sides.map((each) => {
    const [allow] = each.scope.allows;
    return allow === undefined ? no : matches(each, allow);
  });
  const first = likely.flatMap(conjunctsOf);
  const undenied = kind.sides.flatMap((each) => rivalsOf(each, "deny").flatMap(({ away }) => away));
  const found = inquireRules(analysis).quiet.undenied(side);
  const background = found.kind === "quiet" ? found.background : undefined;
  const options = { first: first.length, background };
  return isSatisfied(analysis, side, likely[0] ?? no, [...first, ...undenied], options);
}

/** How many allows are tried one by one, each of which is soon asked, before all are asked at once. */
const mostTries = 3;

/** That a request is allowed by one allow of each principal: the one at `index`, or the last. */
function allowedBy({ sides }: RequestKind, index: number): Formula {
  return and(
    ...sides.map((side) => {
      const { allows, denies } = side.scope;
      const allow = allows[Math.min(index, allows.length - 1)];
      return and(allow === undefined ? no : matches(side, allow), noneMatches(side, denies));
    }),
  );
}

/** How many requests are looked at before a question is asked. */
const mostLooks = 100;

/** Requests of a kind that have come up already, `most` of them, and of which some party is allowed. */
function shownRequests(analysis: Analysis, kind: RequestKind, most: number): readonly JsonObject[] {
  return shownIn(analysis, kind)
    .slice(0, most)
    .flatMap((each): readonly JsonObject[] => {
      const request = each.request();
      return request === undefined ? [] : [request];
    });
}

function shownIn(analysis: Analysis, { environment }: RequestKind): readonly ShownRequest[] {
  const shown = shownByKind(analysis).get(kindKey(environment)) ?? [];
  analysis.units.look("shown", kindPlace(pointPlaces(environment).kind));
  return shown;
}

/** Whether a request is of a kind. */
export function isOfKind(request: JsonObject, { environment }: Pick<RequestKind, "environment">): boolean {
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

const knownShown = new WeakMap<Analysis, ReadonlyMap<string, readonly ShownRequest[]>>();

function shownByKind(analysis: Analysis): ReadonlyMap<string, readonly ShownRequest[]> {
  const { evidence } = inquireRules(analysis);
  const shown =
    knownShown.get(analysis) ??
    groupBy(new Set(evidence.decided.values()), ({ point }) => kindKey(point.environment));
  knownShown.set(analysis, shown);
  return shown;
}

/** What tells one kind of request from the others. */
export function kindKey({ action, subject, actor, resource }: Environment): string {
  return JSON.stringify([action, subject.type, actor?.type, resource]);
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
