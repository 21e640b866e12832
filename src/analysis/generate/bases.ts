import { type EditedRequests, editRequest } from "./edited-requests.js";
import type { Show } from "./known-requests.js";
import type { RulePlace } from "./rule-places.js";
import { isOfKind, type ShownRequest, showsRule, wouldDecide } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";

/** A place of a rule, with the requests of its kind on which the rule decides. */
export interface PlaceBases {
  readonly place: RulePlace;
  /** Those, few of them, that have not been handed out for the mistake with this key: what was tried is not tried again. */
  next(key: string): readonly ShownRequest[];
  /** Requests of the kind that the rule does not match, few of them, on which it would decide if it did. */
  starts(): readonly ShownRequest[];
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
export function createBases(show: Show, place: RulePlace, shown: ShownRequests): PlaceBases {
  const bases: ShownRequest[] = [];
  const handedOut = new Map<string, number>();
  const edited = new Map<ShownRequest, Map<number, EditedRequests>>();
  const about = shown.about(place.rule);
  let seen = 0;
  return {
    place,
    starts: startsAmong(place, about),
    next(key) {
      for (const request of about.slice(seen))
        if (isOfKind(request, place.kind.environment) && showsRule(request, place.rule)) bases.push(request);
      seen = about.length;
      const next = bases.slice(handedOut.get(key) ?? 0, mostBases);
      handedOut.set(key, Math.min(bases.length, mostBases));
      return next;
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
