import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Type } from "../../types/type.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Choices, chance, pickAny } from "../choices.js";
import { type RelevantPlace, relevantPlaces } from "../relevant-places.js";
import type { Harvest } from "../request/harvest.js";
import { generateValue, type JsonRecord, setMember } from "../request/values.js";
import { noWish } from "../request/wish.js";
import { nearValues } from "./near-values.js";

/** A request that differs in one place that matters: by a value nearby, by another one of its type, or, where it may, by being absent. */
export function varyRequest(
  policySet: PolicySet,
  harvest: Harvest,
  choices: Choices,
  request: JsonObject,
): JsonObject {
  const place = pickAny(choices, relevantPlaces(policySet, request).filter(isAttribute));
  if (place === undefined) return request;
  const value = valueAt(request, place.path);
  const near = nearValues(value, place.type);
  if (place.mayBeAbsent && value !== undefined && chance(choices, 25))
    return withValue(request, place.path, undefined);
  if (near.length > 0 && chance(choices, 60)) return withValue(request, place.path, pickAny(choices, near));
  const source = { choices, harvest, entities: policySet.entities, obedience: 92 };
  return withValue(request, place.path, generateValue(source, place.type, noWish(), 2));
}

type AttributePlace = RelevantPlace & { readonly type: Type };

/** Whether a place is an attribute or an id: types, names and the records around stay. */
function isAttribute(place: RelevantPlace): place is AttributePlace {
  const last = place.path.at(-1);
  const isName = place.path.length === 2 && (last === "type" || last === "name");
  return !isName && place.type.kind !== "Object" && place.type.kind !== "Ancestors";
}

type Path = RelevantPlace["path"];

function valueAt(request: JsonObject, path: Path): unknown {
  let value: unknown = request;
  for (const key of path) value = isOwner(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function isOwner(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === "object" && value !== null;
}

/** A copy with another value at a place, or without it; what is not there on the way is made. */
function withValue(owner: unknown, [key, ...rest]: Path, value: unknown): JsonRecord {
  const copy = copyOf(owner);
  if (key === undefined) return copy;
  const name = String(key);
  const next = rest.length > 0 ? withValue(copy[name], rest, value) : value;
  if (next !== undefined) setMember(copy, name, next);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[name];
  return copy;
}

function copyOf(owner: unknown): JsonRecord {
  // A list is copied as one: its members are set by their indices.
  if (Array.isArray(owner)) return [...(owner as unknown[])] as unknown as JsonRecord;
  return typeof owner === "object" && owner !== null ? { ...owner } : {};
}
