import { canonicalJson } from "../../util/canonical-json.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/** What stands at a place of a request; undefined where there is nothing. */
export function valueAt(json: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return json;
  return isJsonObject(json) && Object.hasOwn(json, name) ? valueAt(json[name], rest) : undefined;
}

/** A request with another value at a place; with undefined, without what stands there. The request given stays as it is. */
export function withValueAt(
  json: JsonObject,
  [name, ...rest]: readonly string[],
  value: unknown,
): JsonObject {
  if (name === undefined) return json;
  const own = Object.hasOwn(json, name) ? json[name] : undefined;
  if (value === undefined && own === undefined) return json;
  const next = rest.length === 0 ? value : withValueAt(isJsonObject(own) ? own : {}, rest, value);
  const entries = Object.entries(json).filter(([each]) => each !== name || next !== undefined);
  if (next === undefined) return Object.fromEntries(entries);
  if (own === undefined) return Object.fromEntries([...entries, [name, next]]);
  return Object.fromEntries(entries.map(([each, old]) => [each, each === name ? next : old]));
}

/** The steps of a JSON Pointer. */
export function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Whether one place is the other, or in it. */
export function isWithin(path: readonly string[], whole: readonly string[]): boolean {
  return whole.every((step, index) => path[index] === step);
}

/** Whether two values are the same JSON. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalJson(left) === canonicalJson(right);
}
