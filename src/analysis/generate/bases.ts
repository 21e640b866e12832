import { type EditedRequests, editRequest } from "./edited-requests.js";
import type { Show } from "./known-requests.js";
import type { RulePlace } from "./rule-places.js";
import type { ShownDecision } from "./shown-decision.js";
import { isOfKind, type ShownRequest, showsRule, wouldDecide } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";

/** A place of a rule, with the requests of its kind on which the rule decides, where it is the kind of the first on which it does. */
export interface PlaceBases {
  readonly place: RulePlace;
  /** Whether the first request on which the rule decides is of its kind. */
  isFirst(): boolean;
  /** Those, few of them, that have not been handed out for the mistake with this key: what was tried is not tried again. */
  next(key: string): readonly ShownRequest[];
  /** Requests of the kind that the rule does not match, few of them, on which it would decide if it did. */
  starts(): readonly ShownRequest[];
  /** Those that have not been handed out for the mistake with this key. */
  nextStarts(key: string): readonly ShownRequest[];
  /** Whether there are more of either than when this was asked last. */
  hasMore(): boolean;
  /** One of either, edited around the condition `index`. */
  edited(base: ShownRequest, index: number): EditedRequests;
}

/** How many requests one that differs from them in a few parts is looked for. */
const mostBases = 3;

/** How many requests it is begun with at most, and among how many they are looked for: where one leads nowhere, others seldom lead anywhere. */
const mostStarts = 1;
const mostSeen = 64;

/** The requests of a place's kind on which its rule would decide if it matched, which it does not: a few of them, as there are more. */
export type Starts = () => readonly ShownRequest[];

/** Finds them among requests to which others may be added. */
export function startsAmong({ kind, rule }: RulePlace, requests: readonly ShownRequest[]): Starts {
  const starts: ShownRequest[] = [];
  let position = 0;
  let seen = 0;
  return () => {
    for (; position < requests.length && starts.length < mostStarts && seen < mostSeen; position += 1) {
      const request = requests[position];
      if (request === undefined || !isOfKind(request, kind.environment)) continue;
      seen += 1;
      if (wouldDecide(request, rule)) starts.push(request);
    }
    return starts;
  };
}

/** The bases of a place among `shown`, as that grows; `show` decides those that are made of them. */
export function createBases(
  show: Show,
  place: RulePlace,
  shown: ShownRequests,
  decision: ShownDecision,
): PlaceBases {
  const bases: ShownRequest[] = [];
  const edited = new Map<ShownRequest, Map<number, EditedRequests>>();
  const about = shown.about(place.rule);
  const starts = startsAmong(place, about);
  let seen = 0;
  let told = 0;
  const isFirst = (): boolean => {
    const first = decision.first();
    return first !== undefined && isOfKind(first, place.kind.environment);
  };
  const basesNow = (): readonly ShownRequest[] => {
    if (!isFirst()) return [];
    for (; seen < about.length && bases.length < mostBases; seen += 1) {
      const request = about[seen];
      if (request && isOfKind(request, place.kind.environment) && showsRule(request, place.rule))
        bases.push(request);
    }
    return bases;
  };
  return {
    place,
    isFirst,
    starts,
    next: handingOut(basesNow),
    nextStarts: handingOut(starts),
    hasMore() {
      const before = told;
      told = basesNow().length + starts().length;
      return told > before;
    },
    edited(base, index) {
      const known = edited.get(base) ?? new Map<number, EditedRequests>();
      edited.set(base, known);
      const requests = known.get(index) ?? editRequest(show, place, index, base);
      known.set(index, requests);
      return requests;
    },
  };
}

/** Of a list that grows, what has not been handed out for a key. */
function handingOut<T>(list: () => readonly T[]): (key: string) => readonly T[] {
  const handedOut = new Map<string, number>();
  return (key) => {
    const now = list();
    const next = now.slice(handedOut.get(key) ?? 0);
    handedOut.set(key, now.length);
    return next;
  };
}
