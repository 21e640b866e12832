import type { JsonObject } from "../../util/json-object.js";
import type { RelevantPlace } from "../relevant-places.js";
import { type JsonRecord, setMember } from "../request/values.js";

/** The way to a value in a request. */
export type RequestPath = RelevantPlace["path"];

/** The value at a place; undefined where there is none. */
export function valueAt(request: JsonObject, path: RequestPath): unknown {
  let value: unknown = request;
  for (const key of path) value = isOwner(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function isOwner(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === "object" && value !== null;
}

/** A copy with another value at a place, or without it; what is not there on the way is made. */
export function withValue(owner: unknown, [key, ...rest]: RequestPath, value: unknown): JsonRecord {
  const copy = copyOf(owner);
  if (key === undefined) return copy;
  const name = String(key);
  const next = rest.length > 0 ? withValue(copy[name], rest, value) : value;
  if (next !== undefined) setMember(copy, name, next);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[name];
  return copy;
}

/** A shallow copy of a record or a list; of anything else, an empty record. */
export function copyOf(owner: unknown): JsonRecord {
  // A list is copied as one: its members are set by their indices.
  if (Array.isArray(owner)) return [...(owner as unknown[])] as unknown as JsonRecord;
  return typeof owner === "object" && owner !== null ? { ...owner } : {};
}
