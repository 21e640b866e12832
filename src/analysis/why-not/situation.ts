import type { JsonObject } from "../../util/json-object.js";
import { type Analysis, findWithin, type Replay } from "../analysis.js";
import type { Formula } from "../encode/formula.js";
import { isAncestorsKey } from "../encode/place.js";
import { requestAllowed } from "../request-allowed.js";
import type { RequestKind } from "../request-kind.js";
import { questionAt } from "./answer-at.js";
import { sameJson, valueAt, withValueAt } from "./at-path.js";
import { pin } from "./pin.js";
import { relationUnits } from "./relation-units.js";
import { type RequestFacts, requestFacts, type Unit } from "./request-facts.js";

/** A request that is not allowed, and all that is asked about it: which parts of it would have to be otherwise. */
export interface Situation {
  readonly analysis: Analysis;
  readonly kind: RequestKind;
  readonly request: JsonObject;
  readonly known: RequestFacts;
  /** That every principal is allowed. */
  readonly goal: Formula;
}

/** Looks at a request as one of a kind. */
export function situationOf(analysis: Analysis, kind: RequestKind, request: JsonObject): Situation {
  const { encoder } = firstSide(kind);
  const goal = requestAllowed(kind);
  const { facts, units } = requestFacts(encoder.viewpoint, encoder.atoms, request);
  // Whatever else changes first, relations are between whom it leaves.
  const known = { facts, units: [...units, ...relationUnits({ facts }, goal)] };
  return { analysis, kind, request, known, goal };
}

/** The subject's point: every kind has one. */
export function firstSide({ sides }: RequestKind): RequestKind["sides"][number] {
  const [side] = sides;
  if (side === undefined) throw new Error("every kind of request has a subject");
  return side;
}

/** What becomes of a request in the situation's kind. */
export function replayIn({ analysis, kind }: Situation, request: JsonObject): Replay {
  return analysis.replay(firstSide(kind), request);
}

/** Whether a request is allowed as a whole. */
export function isAllowed(situation: Situation, request: JsonObject): boolean {
  return replayIn(situation, request).decision.decision;
}

/** A formula about the requests that differ from the situation's in some units only. */
export function pinnedBut(situation: Situation, free: ReadonlySet<string>, formula: Formula): Formula {
  const { known, kind } = situation;
  const unitOf = unitFinder(known.units);
  const isPinned = (key: string): boolean => {
    const unit = unitOf(key);
    return unit === undefined || !(free.has(unit.key) || unit.within.some((each) => free.has(each)));
  };
  const isRelating = known.units.some(({ key, path }) => free.has(key) && questionAt(path));
  return pin(
    { ...known, encoder: firstSide(kind).encoder, request: situation.request, isPinned, isRelating },
    formula,
  );
}

/** Finds the unit that the place of a key is in, or a part of. */
export function unitFinder(units: readonly Unit[]): (key: string) => Unit | undefined {
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const found = new Map<string, Unit | undefined>();
  return (key) => {
    if (!found.has(key)) {
      const prefixes = [...key.matchAll(/[.[#<{]/g)].map(({ index }) => key.slice(0, index)).reverse();
      found.set(
        key,
        [key, ...prefixes].map((each) => byKey.get(each)).find((unit) => unit !== undefined),
      );
    }
    return found.get(key);
  };
}

/** What came of looking for an allowed request that differs in some units only. */
export type Difference =
  | { readonly kind: "found"; readonly request: JsonObject }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** Looks for a request that is allowed and differs from the situation's in `free` only. */
export function findDifference(situation: Situation, free: readonly Unit[]): Difference {
  const goal = pinnedBut(situation, new Set(free.map(({ key }) => key)), situation.goal);
  if (goal.kind === "constant" && !goal.value) return { kind: "none" };
  let composed = situation.request;
  const { encoder } = firstSide(situation.kind);
  const answer = findWithin(situation.analysis, encoder, goal, (found) => {
    composed = compose(situation, found, free);
    return isAllowed(situation, composed);
  });
  return answer.kind === "found" ? { kind: "found", request: composed } : answer;
}

/** The request with what another one has in some units. */
function compose(situation: Situation, found: JsonObject, free: readonly Unit[]): JsonObject {
  let composed = situation.request;
  for (const unit of free) {
    const value = valueAt(found, unit.path);
    composed = withValueAt(
      composed,
      unit.path,
      isAncestorsKey(unit.key) ? groupsOf(situation, unit, value) : value,
    );
  }
  return composed;
}

/** The groups that are asked for; those that no rule names stay. */
function groupsOf({ request, kind }: Situation, { key, path }: Unit, found: unknown): readonly unknown[] {
  const constants = [...firstSide(kind).encoder.constants.values()].filter(({ list }) => list.key === key);
  const isNamed = (group: unknown): boolean =>
    constants.some(({ term }) => term.kind === "entity" && sameJson(group, { type: term.type, id: term.id }));
  const added = listOf(found);
  const kept = listOf(valueAt(request, path)).filter((group) => !isNamed(group));
  return [...kept, ...added.filter((group) => !kept.some((each) => sameJson(each, group)))];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
