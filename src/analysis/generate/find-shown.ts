import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { type Analysis, findWithin } from "../analysis.js";
import { and, type Formula, no, or } from "../encode/formula.js";
import { type Starts, startsAmong } from "./bases.js";
import { meetConditions } from "./meet-conditions.js";
import type { NearMistake } from "./near-mistakes.js";
import type { RulePlace } from "./rule-places.js";
import {
  decidesAlone,
  isOfKind,
  type ShownRequest,
  showEdited,
  showRequest,
  showsMistake,
  showsRule,
  showWithParts,
} from "./shown-request.js";
import type { ChangeWay, ConditionChange } from "./variant-formulas.js";

/** A request on which the rule decides: one that is like any of `others` but for what the rule reads, if there is one. */
export function decidingRequest(
  analysis: Analysis,
  place: RulePlace,
  hinge: number,
  others: readonly ShownRequest[],
  starts: Starts = startsAmong(place, others),
): ShownRequest | undefined {
  const decides = hinge === 0 ? decidesAlone : showsRule;
  const policySet = analysis.policySetIn(place.kind.environment);
  for (const start of starts()) {
    const shown = meetConditions((base, change) => showEdited(policySet, base, change), place, start);
    if (shown && decides(shown, place.rule)) return shown;
  }
  const { matches, matching } = place.formulas();
  const searched = searchedRequest(analysis, place, hinge, matches, (shown) => showsRule(shown, place.rule));
  if (searched !== undefined) return searched === "none" ? undefined : searched;
  const own = matching();
  const like = own.kind === "found" ? matchingLike(analysis, place, own.request, others) : [];
  for (const shown of like) if (decides(shown, place.rule)) return shown;
  return undefined;
}

/** How many requests one is looked for that differs from them in what the rule reads. */
const mostOthers = 16;

/** A request that the rule matches as it is, then others with what the rule reads from it. */
function* matchingLike(
  analysis: Analysis,
  { kind, formulas }: RulePlace,
  own: JsonObject,
  others: readonly ShownRequest[],
): Iterable<ShownRequest> {
  const { environment } = kind;
  const policySet = analysis.policySetIn(environment);
  const { parts } = formulas();
  const ofKind = others.filter((other) => isOfKind(other, environment)).slice(0, mostOthers);
  const action = { ...(isJsonObject(own.action) ? own.action : {}), name: environment.action };
  const alone = showRequest(policySet, { ...own, action });
  if (alone) yield alone;
  for (const other of ofKind) {
    const shown = showWithParts(policySet, other, parts, own);
    if (shown) yield shown;
  }
}

/** A mistake in one of the conditions of a rule. */
export interface MistakeAt {
  readonly place: RulePlace;
  /** Which of the conditions. */
  readonly index: number;
  readonly mistake: NearMistake;
}

/**
 * A request that is decided otherwise with the mistake, and that differs from one of `bases` in nothing but what the condition reads: the
 * two beside each other show what the condition is about.
 */
export function likeAnother(
  analysis: Analysis,
  at: MistakeAt,
  bases: readonly ShownRequest[],
): ShownRequest | undefined {
  if (bases.length === 0) return undefined;
  const { parts } = changeOf(at);
  const policySet = analysis.policySetIn(at.place.kind.environment);
  for (const { alone } of waysOf(at)) {
    const answer = alone();
    if (answer.kind !== "found") continue;
    for (const base of bases) {
      const shown = showWithParts(policySet, base, parts, answer.request);
      if (shown && isShownBy(at, shown)) return shown;
    }
  }
  return undefined;
}

/**
 * A request that is decided otherwise with the mistake, whatever it is like. Where the rule never decides (`isIdle`), it would have to with
 * the mistake.
 */
export function unlikeOthers(analysis: Analysis, at: MistakeAt, hinge: number, isIdle: boolean): Searched {
  const ways = waysOf(at, isIdle).filter(({ alone }) => alone().kind !== "none");
  if (ways.length === 0) return "none";
  const goal = or(...ways.map((way) => way.goal));
  return searchedRequest(analysis, at.place, hinge, goal, (shown) => isShownBy(at, shown));
}

/** Whether it is certain that no request shows the mistake, whatever other rules there are. */
export function showsNowhere(at: MistakeAt): boolean {
  return waysOf(at).every(({ alone }) => alone().kind === "none");
}

/** How the mistake may show: that the rule does not match, and would, only where a test sees it. */
function waysOf(at: MistakeAt, isIdle = false): readonly ChangeWay[] {
  const [lost, gained] = changeOf(at).ways;
  const seen = at.place.seenUnmatched();
  return [...(isIdle ? [] : [lost]), ...(seen === no ? [] : [{ ...gained, goal: and(gained.goal, seen) }])];
}

/** Whether a test with the request shows the mistake. */
function isShownBy({ place, index, mistake }: MistakeAt, shown: ShownRequest): boolean {
  return showsMistake(shown, place.rule, place.variant, index, mistake.condition);
}

function changeOf({ place, index, mistake }: MistakeAt): ConditionChange {
  return place.formulas().changeOf(index, mistake.condition);
}

/** What a search found; that there is none, if it is certain; undefined where nothing was found. */
export type Searched = ShownRequest | "none" | undefined;

/** A request for which `goal` holds and on which one can tell so. */
function searchedRequest(
  analysis: Analysis,
  { kind, side, hinges }: RulePlace,
  hinge: number,
  goal: Formula,
  shows: (shown: ShownRequest) => boolean,
): Searched {
  const policySet = analysis.policySetIn(kind.environment);
  let found: ShownRequest | undefined;
  const answer = findWithin(analysis, side.encoder, and(goal, hinges()[hinge] ?? and()), (request) => {
    const shown = showRequest(policySet, request);
    if (shown === undefined || !shows(shown)) return false;
    found = shown;
    return true;
  });
  return answer.kind === "none" ? "none" : found;
}
