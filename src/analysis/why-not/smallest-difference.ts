import type { JsonObject } from "../../util/json-object.js";
import { sameJson, valueAt, withValueAt } from "./at-path.js";
import { mentionedKeys } from "./mentions.js";
import type { Unit } from "./request-facts.js";
import {
  type Difference,
  findDifference,
  firstSide,
  isAllowed,
  type Situation,
  unitFinder,
} from "./situation.js";

/** An allowed request that differs in as few units as was found, or that there is none. */
export type SmallestDifference =
  | {
      readonly kind: "found";
      readonly request: JsonObject;
      readonly changed: readonly Unit[];
      /** Whether it is certain that fewer do not do. */
      readonly isSmallest: boolean;
    }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** How many sets of units are tried. */
const mostTried = 600;

/**
 * Looks for the fewest units of a situation's request that would have to be otherwise for it to be allowed; `wrong` ones have to be in
 * any case, and the others are among those that `mayChange`. First whether all together do; then which of them are in every solution; then sets of them by size.
 */
export function smallestDifference(
  situation: Situation,
  wrong: readonly Unit[],
  mayChange: (unit: Unit) => boolean,
): SmallestDifference {
  const candidates = candidatesOf(situation, wrong).filter(mayChange);
  const all = findDifference(situation, [...wrong, ...candidates]);
  if (all.kind === "none") return all;
  const needed = candidates.filter((unit) => isNeeded(situation, wrong, candidates, unit));
  const others = candidates.filter((unit) => !needed.includes(unit));
  let certain = true;
  let left = mostTried;
  for (let size = 0; size <= others.length; size += 1) {
    for (const chosen of combinations(others, size)) {
      if (left-- === 0) return shrunk(situation, wrong, candidates, all);
      const free = [...wrong, ...needed, ...chosen];
      const difference = findDifference(situation, free);
      if (difference.kind === "found")
        return { ...restored(situation, difference.request, free), isSmallest: certain };
      certain &&= difference.kind === "none";
    }
  }
  return shrunk(situation, wrong, candidates, all);
}

/** The units that rules read and that can be otherwise, those first that are easiest to change: the call's own, and who asks last. */
function candidatesOf({ known, kind, goal }: Situation, wrong: readonly Unit[]): readonly Unit[] {
  const unitOf = unitFinder(known.units);
  const keys = mentionedKeys(firstSide(kind).encoder, goal);
  const mentioned = new Set([...keys].flatMap((key) => unitOf(key) ?? []));
  const isFixed = ({ key }: Unit): boolean => key === "subject#id" || key === "actor#id";
  return known.units
    .filter((unit) => mentioned.has(unit) && !isFixed(unit) && !wrong.includes(unit))
    .sort((left, right) => effort(left) - effort(right));
}

function effort({ key }: Unit): number {
  if (key === "resource#id") return 3;
  return /^(?:subject|actor)\b/.test(key) ? 2 : key.startsWith("resource") ? 1 : 0;
}

/** Whether nothing is allowed as long as the unit stays. */
function isNeeded(
  situation: Situation,
  wrong: readonly Unit[],
  candidates: readonly Unit[],
  unit: Unit,
): boolean {
  const others = candidates.filter((each) => each !== unit && !unit.within.includes(each.key));
  return findDifference(situation, [...wrong, ...others]).kind === "none";
}

/** The sets of a size, in order; none with a unit and one that it stands in. */
function* combinations(units: readonly Unit[], size: number, from = 0): Generator<readonly Unit[]> {
  if (size === 0) yield [];
  else
    for (let index = from; index <= units.length - size; index += 1) {
      const unit = units[index];
      if (unit === undefined) continue;
      for (const rest of combinations(units, size - 1, index + 1))
        if (!rest.some((each) => each.within.includes(unit.key) || unit.within.includes(each.key)))
          yield [unit, ...rest];
    }
}

function shrunk(
  situation: Situation,
  wrong: readonly Unit[],
  candidates: readonly Unit[],
  all: Difference,
): SmallestDifference {
  if (all.kind !== "found") return { kind: "unknown" };
  const free = [...wrong, ...candidates].filter(({ within }) => within.length === 0);
  return { ...restored(situation, all.request, free), isSmallest: false };
}

/** An allowed request with every unit as it was that need not be otherwise. */
function restored(
  situation: Situation,
  request: JsonObject,
  free: readonly Unit[],
): { readonly kind: "found"; readonly request: JsonObject; readonly changed: readonly Unit[] } {
  let smaller = request;
  for (const { path } of [...free].reverse()) {
    const back = withValueAt(smaller, path, valueAt(situation.request, path));
    if (isAllowed(situation, back)) smaller = back;
  }
  const changed = free.filter(
    ({ path }) => !sameJson(valueAt(smaller, path), valueAt(situation.request, path)),
  );
  return { kind: "found", request: smaller, changed };
}
