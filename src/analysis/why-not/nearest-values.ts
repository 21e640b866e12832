import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { findWithin } from "../analysis.js";
import type { Slot } from "../encode/atom.js";
import { and, type Formula, literal, negate } from "../encode/formula.js";
import { interval } from "../encode/interval-set.js";
import { inIntervals, scaleOf } from "../encode/linear.js";
import { presenceFlag } from "../encode/place.js";
import { sameJson, valueAt, withValueAt } from "./at-path.js";
import { nearScalars, scalarSlot } from "./near-scalars.js";
import type { Unit } from "./request-facts.js";
import { firstSide, isAllowed, pinnedBut, type Situation, situationOf } from "./situation.js";
import { slotValue } from "./slot-value.js";

/** An allowed request whose changed units are as near to what they were as was found: each by itself, the others staying. */
export function withNearestValues(
  situation: Situation,
  request: JsonObject,
  changed: readonly Unit[],
): JsonObject {
  return changed.reduce((current, unit) => {
    const candidates = candidatesFor(situation, current, unit);
    const nearer = candidates.map((value) => withValueAt(current, unit.path, value));
    return nearer.find((each) => isAllowed(situation, each)) ?? current;
  }, request);
}

/** Values to try in place of the one found, nearest first. */
function candidatesFor(situation: Situation, current: JsonObject, unit: Unit): readonly unknown[] {
  const before = valueAt(situation.request, unit.path);
  const after = valueAt(current, unit.path);
  if (before === undefined) return [];
  if (Array.isArray(before)) return nearLists(before, Array.isArray(after) ? after : []);
  if (isJsonObject(before) && isJsonObject(after)) return nearMaps(before, after);
  return nearby(situation, current, unit);
}

const longestEdited = 50;

/** The list without one element, with one more, without all that the other one lacks. */
function nearLists(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  if (before.length > longestEdited) return [];
  const without = before.map((_, index) => before.filter((__, other) => other !== index));
  const added = after.filter((each) => !before.some((own) => sameJson(own, each)));
  const unlike = (each: unknown) => before.filter((own) => !sameJson(own, each));
  return [
    ...without,
    ...before.map(unlike),
    ...added.map((each) => [...before, each]),
    [...before, ...added],
    ...added.flatMap((each) =>
      before.map((_, index) => before.map((own, other) => (other === index ? each : own))),
    ),
    ...added.map((each) => before.map(() => each)),
  ];
}

/** The map with what the other one has, then without one more of its own entries. */
function nearMaps(before: JsonObject, after: JsonObject): readonly unknown[] {
  const both = { ...before, ...after };
  const others = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  if (others.length > longestEdited) return [];
  return [both, ...others.map((name) => withValueAt(both, [name], undefined))];
}

function nearby(situation: Situation, current: JsonObject, unit: Unit): readonly unknown[] {
  const slot = slotOf(unit);
  if (slot === undefined) return [];
  return nearScalars({
    slot,
    formula: formulaOf(situation, current, unit),
    before: valueAt(situation.request, unit.path),
    after: valueAt(current, unit.path),
    value: slotValue(situation.known.facts, slot),
  });
}

/** An id has no type of its own. */
function slotOf({ key, type }: Unit): Slot | undefined {
  return scalarSlot(key, type ?? { kind: "String", length: { minimum: 1 } });
}

function numberSlot(unit: Unit): Slot | undefined {
  const slot = slotOf(unit);
  return slot?.kind === "number" ? slot : undefined;
}

/** What makes a request like `current` allowed, as a formula about one unit. */
function formulaOf(situation: Situation, current: JsonObject, { key }: Unit): Formula {
  const { analysis, kind } = situation;
  return pinnedBut(situationOf(analysis, kind, current), new Set([key]), situation.goal);
}

/** How much room a number has beside the one found. */
export type Room = "at most" | "at least" | undefined;

/** Whether every lower number does as well, or every higher one; only where that is proved. */
export function roomOf(situation: Situation, request: JsonObject, unit: Unit): Room {
  const slot = numberSlot(unit);
  const before = slot && slotValue(situation.known.facts, slot);
  const after = slot && slotValue(situationOf(situation.analysis, situation.kind, request).known.facts, slot);
  if (slot === undefined || typeof before !== "number" || typeof after !== "number") return undefined;
  const scale = scaleOf(slot);
  const isLower = after < before;
  const beyond = isLower ? interval(scale, scale.minimum, after) : interval(scale, after, scale.maximum);
  const { encoder } = firstSide(situation.kind);
  const wrong = and(
    negate(formulaOf(situation, request, unit)),
    literal(presenceFlag(encoder.atoms, slot.key)),
    inIntervals(encoder.atoms, slot, beyond),
  );
  const answer = findWithin(situation.analysis, encoder, wrong, () => false);
  return answer.kind === "none" ? (isLower ? "at most" : "at least") : undefined;
}
