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

/** Allowed requests that differ in as few units as was found, or that there is none. */
export type SmallestDifference =
  | {
      readonly kind: "found";
      readonly smallest: Way;
      /** Whether it is certain that fewer do not do. */
      readonly isSmallest: boolean;
      /** Some that change other units, none of them needlessly: those with fewest changes first. */
      readonly others: readonly Way[];
    }
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** An allowed request, and the units in which it differs. */
export interface Way {
  readonly request: JsonObject;
  readonly changed: readonly Unit[];
}

/** How many sets of units are tried, and how many more once one has been found. */
const mostTried = 600;
const mostTriedForOthers = 60;
/** More ways to go on than these nobody compares. */
const mostOthers = 3;

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
  const needed = neededAmong(situation, wrong, candidates, all);
  const others = candidates.filter((unit) => !needed.includes(unit));
  const ways: Way[] = [];
  let certain = true;
  let left = mostTried;
  const always = [...wrong, ...needed];
  // Where what has to be otherwise anyway is enough, every set has it.
  const isEnough = () => ways.some(({ changed }) => changed.every((unit) => always.includes(unit)));
  for (const chosen of setsBySize(others)) {
    if (left === 0 || ways.length > mostOthers || isEnough()) break;
    const free = [...always, ...chosen];
    if (ways.some(({ changed }) => changed.every((unit) => free.includes(unit)))) continue;
    left -= 1;
    const difference = findDifference(situation, free);
    if (difference.kind === "found") {
      if (ways.length === 0) left = mostTriedForOthers;
      ways.push(restored(situation, difference.request, free));
    } else if (ways.length === 0) certain &&= difference.kind === "none";
  }
  const [smallest, ...more] = ways;
  if (smallest !== undefined) return { kind: "found", smallest, isSmallest: certain, others: more };
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

/** Whether a unit, with what it stands in, is in an allowed request as it was: then it need not be otherwise. */
function stays({ request }: Situation, candidates: readonly Unit[], unit: Unit, found: Difference): boolean {
  if (found.kind !== "found") return false;
  const around = candidates.filter(({ key }) => key === unit.key || unit.within.includes(key));
  return around.every(({ path }) => sameJson(valueAt(found.request, path), valueAt(request, path)));
}

/** The units without which nothing is allowed. What is found for one of them tells of others that they may stay. */
function neededAmong(
  situation: Situation,
  wrong: readonly Unit[],
  candidates: readonly Unit[],
  all: Difference,
): readonly Unit[] {
  const needed = new Set<Unit>();
  let open = candidates.filter((unit) => !stays(situation, candidates, unit, all));
  for (let unit = open.at(-1); unit !== undefined; unit = open.at(-1)) {
    const { within } = unit;
    const others = candidates.filter((each) => each !== unit && !within.includes(each.key));
    const difference = findDifference(situation, [...wrong, ...others]);
    if (difference.kind === "none") needed.add(unit);
    open = open.slice(0, -1).filter((each) => !stays(situation, candidates, each, difference));
  }
  return candidates.filter((unit) => needed.has(unit));
}

/** All sets, those of fewest units first; none with a unit and one that it stands in. */
function* setsBySize(units: readonly Unit[]): Generator<readonly Unit[]> {
  for (let size = 0; size <= units.length; size += 1) yield* combinations(units, size);
}

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
  return { kind: "found", smallest: restored(situation, all.request, free), isSmallest: false, others: [] };
}

/** An allowed request with every unit as it was that need not be otherwise. */
function restored(situation: Situation, request: JsonObject, free: readonly Unit[]): Way {
  let smaller = request;
  for (const { path } of [...free].reverse()) {
    const back = withValueAt(smaller, path, valueAt(situation.request, path));
    if (isAllowed(situation, back)) smaller = back;
  }
  const changed = free.filter(
    ({ path }) => !sameJson(valueAt(smaller, path), valueAt(situation.request, path)),
  );
  return { request: smaller, changed };
}
