import type { Analysis } from "../analysis.js";
import { and, type Formula, or } from "../encode/formula.js";
import { findRequest } from "../solve/find-request.js";
import type { NearMistake } from "./near-mistakes.js";
import { partsRead, type RequestPart, withParts } from "./request-parts.js";
import { conditionsOf, differencesAt, matchesAt, type RulePlace } from "./rule-places.js";
import { isOfKind, type ShownRequest, showRequest, showsRule } from "./shown-request.js";

type Shows = (shown: ShownRequest) => boolean;

/** A request on which the rule decides. */
export function decidingRequest(
  analysis: Analysis,
  place: RulePlace,
  hinge: number,
): ShownRequest | undefined {
  return searchedRequest(analysis, place, hinge, matchesAt(place), (shown) => showsRule(shown, place.rule));
}

/** A mistake in one of the conditions of a rule. */
export interface MistakeAt {
  readonly place: RulePlace;
  /** Which of the conditions. */
  readonly index: number;
  readonly mistake: NearMistake;
  /** Which of the place's hinges makes it show. */
  readonly hinge: number;
}

/**
 * A request that is decided otherwise with the mistake: one that differs from that of another test in nothing but what the condition
 * reads, if there is one, so that the two beside each other show what the condition is about.
 */
export function distinguishingRequest(
  analysis: Analysis,
  { place, index, mistake, hinge }: MistakeAt,
  others: readonly ShownRequest[],
  shows: Shows,
): ShownRequest | undefined {
  const { conditions, parts } = relatedTo(place, index);
  const bases = others.filter(
    (base) => isOfKind(base, place.kind.environment) && showsRule(base, place.rule),
  );
  for (const goal of differencesAt(place, index, mistake.condition, conditions)) {
    const shown = likeAnother(analysis, place, { goal, bases, parts }, shows);
    if (shown) return shown;
  }
  // A search for what is like no other test seldom finds an edge where the rule does not decide, or anything where others decide with it.
  if (hinge > 0 || (mistake.kind === "edge" && bases.length === 0)) return undefined;
  const all = conditionsOf(place.variant).map((_, other) => other);
  const goal = or(...differencesAt(place, index, mistake.condition, all));
  return searchedRequest(analysis, place, hinge, goal, shows);
}

/** What a request is to be like, and where it may differ so that `goal` holds. */
interface Likeness {
  readonly goal: Formula;
  readonly bases: readonly ShownRequest[];
  readonly parts: readonly RequestPart[];
}

/** How many requests one that differs from them in a few parts is looked for. */
const mostBases = 3;

function likeAnother(
  analysis: Analysis,
  { kind, side }: RulePlace,
  { goal, bases, parts }: Likeness,
  shows: Shows,
): ShownRequest | undefined {
  if (bases.length === 0) return undefined;
  const answer = findRequest(side.encoder, goal, () => true);
  if (answer.kind !== "found") return undefined;
  const policySet = analysis.policySetIn(kind.environment);
  for (const { request } of bases.slice(0, mostBases)) {
    const shown = showRequest(policySet, withParts(request, parts, answer.request));
    if (shown && shows(shown)) return shown;
  }
  return undefined;
}

/** A condition and those that read some of what it reads, which cannot be met one by one. */
function relatedTo({ variant, side }: RulePlace, index: number) {
  const reads = conditionsOf(variant).map((condition) => partsRead(condition, side.principal));
  const parts = new Map<string, RequestPart>(reads[index]);
  const conditions = new Set([index]);
  for (let before = 0; before < conditions.size; ) {
    before = conditions.size;
    reads.forEach((read, other) => {
      if (![...read.keys()].some((key) => parts.has(key))) return;
      conditions.add(other);
      for (const [key, part] of read) parts.set(key, part);
    });
  }
  return { conditions: [...conditions], parts: [...parts.values()] };
}

/** A request for which `goal` holds and on which one can tell so. */
function searchedRequest(
  analysis: Analysis,
  { kind, side, hinges }: RulePlace,
  hinge: number,
  goal: Formula,
  shows: Shows,
): ShownRequest | undefined {
  const policySet = analysis.policySetIn(kind.environment);
  let found: ShownRequest | undefined;
  findRequest(side.encoder, and(goal, hinges()[hinge] ?? and()), (request) => {
    const shown = showRequest(policySet, request);
    if (shown === undefined || !shows(shown)) return false;
    found = shown;
    return true;
  });
  return found;
}
