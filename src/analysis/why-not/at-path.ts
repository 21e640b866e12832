import { canonicalJson } from "../../util/canonical-json.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { answerAt, questionAt, withAnswerAt } from "./answer-at.js";

/** What stands at a place of a request, or is known of a relation; undefined where there is nothing. */
export function valueAt(json: unknown, path: readonly string[]): unknown {
  const question = questionAt(path);
  if (question !== undefined) return answerAt(json, question);
  const [name, ...rest] = path;
  if (name === undefined) return json;
  return isJsonObject(json) && Object.hasOwn(json, name) ? valueAt(json[name], rest) : undefined;
}

/** A request with another value at a place; with undefined, without what stands there. The request given stays as it is. */
export function withValueAt(json: JsonObject, path: readonly string[], value: unknown): JsonObject {
  const question = questionAt(path);
  if (question !== undefined) return withAnswerAt(json, question, value);
  const [name, ...rest] = path;
  if (name === undefined) return json;
  const own = Object.hasOwn(json, name) ? json[name] : undefined;
  if (value === undefined && own === undefined) return json;
  const next = rest.length === 0 ? value : withValueAt(isJsonObject(own) ? own : {}, rest, value);
  const { [name]: _, ...others } = json;
  if (next === undefined) return others;
  // What is there stays in its place; answers that ride on a request stay on it.
  return own === undefined ? { ...others, [name]: next } : { ...json, [name]: next };
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
