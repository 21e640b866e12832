import type { Problem, RelationQuestion } from "./decision.js";
import type { Ancestors } from "./entity.js";
import { copyJson } from "./json.js";
import {
  arrayPrototype,
  inheritsFromArray,
  isPlain,
  isRecord,
  objectPrototype,
  own,
  ownMembers,
  readList,
} from "./record.js";
import { isPlainString } from "./text.js";

/*
 * How a generated module reads a request: each property once, into a checked copy. A reader gives the value, undefined where an
 * optional attribute is absent, null where something is wrong, or `unknown`.
 */

/** What `mayAllow` is not told. It passes through every reader unchecked; no request can hold it. */
export const unknown: unique symbol = Symbol("unknown");

/** What is wrong with a request, and what of its own wording has to be forwarded, in the order of reading. */
export interface Notes {
  readonly problems: Problem[];
  readonly texts: (string | null | undefined)[];
  /** For `relationsNeeded`: the questions that can still matter. */
  readonly needed?: RelationQuestion[];
}

/** Undefined for `allows`, which stops at the first problem; `unknown` for `mayAllow`; what `decide` has to say otherwise. */
export type Report = undefined | typeof unknown | Notes;

/** Notes a problem. */
export function problem(report: Report, path: string, kind: Problem["kind"], expected: string): null {
  if (typeof report === "object") report.problems.push({ path, kind, expected });
  return null;
}

/** What a reader gives for a value that it cannot take. */
export type Rejected = null | typeof unknown;

/** Rejects a value: notes what is wrong with it, unless it is unknown. */
export function reject(value: unknown, report: Report, path: string, expected: string): Rejected {
  if (value === unknown) return unknown;
  return problem(report, path, value === undefined ? "missing" : "invalid", expected);
}

/** The JSON Pointer of a member, where somebody may read it. */
export function at(report: Report, path: string, key: string | number): string {
  return typeof report === "object" ? memberPath(path, key) : path;
}

function memberPath(path: string, key: string | number): string {
  const isPlainKey = typeof key === "number" || !(key.includes("~") || key.includes("/"));
  return isPlainKey ? `${path}/${key}` : `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Whether something was wrong elsewhere in the request. */
export function hasProblems(report: Report): boolean {
  return typeof report === "object" && report.problems.length > 0;
}

/** Keeps a text of the request that its value does not tell: a time is forwarded as it was written. */
export function noteText(report: Report, text: string | null | undefined): void {
  if (typeof report === "object") report.texts.push(text);
}

/** What the resource or the context says: to `mayAllow`, what is absent is unknown. */
export function orUnknown(value: unknown, report: Report): unknown {
  return value === undefined && report === unknown ? unknown : value;
}

/** An argument: to `mayAllow`, all of them are unknown where there are none. */
export function argument(value: unknown, args: object, report: Report): unknown {
  return args === noMembers && report === unknown ? unknown : value;
}

/** A record that was left out. */
export const noMembers: object = Object.freeze({ __proto__: null });

/** What stands for something that is no record, once that is noted: nothing is read of it. */
export const noRecord: object = Object.freeze({ __proto__: null });

/** Reads a record that may be left out, of which nothing more is read. */
export function readOptionalRecord(value: unknown, report: Report, path: string): object {
  return isRecord(value) ? value : withoutRecord(value, report, path);
}

/** What stands for a record that is not there. */
export function withoutRecord(value: unknown, report: Report, path: string): object {
  if (value === undefined || value === unknown) return noMembers;
  problem(report, path, "invalid", "a record");
  return noRecord;
}

/** Reads the name of an entity type, one of `names`. */
export function readTypeName(
  value: unknown,
  report: Report,
  path: string,
  names: { has(name: string): boolean },
) {
  const expected = "the name of an entity type";
  if (!isPlainString(value)) return reject(value, report, path, expected);
  return names.has(value) ? value : problem(report, path, "undeclared", expected);
}

/** Whether something is an id that is not empty. */
export function isId(value: unknown): value is string {
  return isPlainString(value) && value !== "";
}

/** Reads an id that is not empty. */
export function readId(value: unknown, report: Report, path: string) {
  return isId(value) ? value : reject(value, report, path, "String length 1..");
}

/** Reads a resource's id, which may be left out. */
export function readResourceId(value: unknown, report: Report) {
  const id = orUnknown(value, report);
  return id === undefined || isPlainString(id) ? id : reject(id, report, "/resource/id", "String");
}

/** Reads the id of a resource that rules tell apart by it. */
export function readNeededResourceId(value: unknown, report: Report) {
  const id = readResourceId(value, report);
  return id === undefined ? problem(report, "/resource/id", "missing", "String") : id;
}

/**
 * Reads what lies above an entity. Who asks for no more than the answer has it copied in one pass, which the engine makes one piece of:
 * what is unlike others is left to other functions.
 */
export function readAncestors(value: unknown, report: Report, path: string): Ancestors | Rejected {
  if (typeof report === "object" || !Array.isArray(value)) return readEachAncestor(value, report, path);
  const list: readonly unknown[] = value;
  const { length } = list;
  if (!inheritsFromArray(list)) return readEachAncestor(list, report, path);
  if (length > 1_000_000 || length >>> 0 !== length) return null;
  const ancestors = new Array<string>(2 * length);
  for (let index = 0; index < length; index += 1) {
    const element = list[index];
    const isUsual = typeof element === "object" && element !== null && isPlain(element, "type" in element);
    if (!isUsual || inheritsKey() || index in arrayPrototype) {
      return copyUnusual(list, ancestors, index, element);
    }
    const { type, id } = element as { readonly type?: unknown; readonly id?: unknown };
    if (type !== usualType.name) {
      if (!isPlainString(type)) return null;
      usualType.name = type;
    }
    if (!isPlainString(id)) return null;
    ancestors[2 * index] = type;
    ancestors[2 * index + 1] = id;
  }
  return ancestors;
}

/** The last name of a type that was found to be text: what lies above entities is mostly of one type. */
const usualType: { name: string } = { name: "" };

/** Each is looked at once all are known to be there. */
function readEachAncestor(value: unknown, report: Report, path: string): Ancestors | Rejected {
  const list = readList(value, 1_000_000);
  if (list === undefined) return reject(value, report, path, "a list of entities");
  const ancestors = new Array<string>(2 * list.length);
  let valid = true;
  for (let index = 0; index < list.length; index += 1) {
    if (!copyAncestor(list[index], ancestors, 2 * index)) {
      valid = problem(report, at(report, path, index), "invalid", "an entity's type and id") !== null;
    }
  }
  return valid ? ancestors : null;
}

/** Goes on from an element that was read and is unlike others. */
function copyUnusual(
  list: readonly unknown[],
  ancestors: string[],
  first: number,
  element: unknown,
): Ancestors | null {
  for (let index = first; 2 * index < ancestors.length; index += 1) {
    const each = index === first ? element : list[index];
    const isInherited = index in arrayPrototype && !Object.hasOwn(list, index);
    if (isInherited || !copyAncestor(each, ancestors, 2 * index)) return null;
  }
  return ancestors;
}

/** Puts an entity's type and id in their places; whether it has both. */
function copyAncestor(value: unknown, ancestors: string[], place: number): boolean {
  const isOwn =
    typeof value === "object" && value !== null && isPlain(value, "type" in value) && !inheritsKey();
  const members = isOwn ? value : ownMembers(value, ["type", "id"]);
  const { type, id } = (members ?? noMembers) as { readonly type?: unknown; readonly id?: unknown };
  if (!isPlainString(type) || !isPlainString(id)) return false;
  ancestors[place] = type;
  ancestors[place + 1] = id;
  return true;
}

/** Whether somebody has given every object a type or an id. */
function inheritsKey(): boolean {
  return "type" in objectPrototype || "id" in objectPrototype;
}

/** A reader of one type: value, undefined for what is absent, null for what is wrong. */
export type ReadValue = (value: unknown, report: Report, path: string) => unknown;

/** The length of a list that can be read where it stands: undefined for any that is unusual, and where each problem is to be noted. */
export function usualLength(value: unknown, report: Report): number | undefined {
  if (typeof report === "object" || !Array.isArray(value)) return undefined;
  const length: unknown = value.length;
  return typeof length === "number" && inheritsFromArray(value) ? length : undefined;
}

/** Reads a list of `minimum` to `maximum` elements. */
export function readElements(
  value: unknown,
  report: Report,
  path: string,
  expected: string,
  readElement: ReadValue,
  minimum: number,
  maximum: number,
) {
  const list = readList(value, 1_000_000);
  if (list === undefined) return reject(value, report, path, expected);
  let valid = true;
  for (let index = 0; index < list.length; index += 1) {
    // An element that is undefined is not missing but wrong, as null is.
    list[index] = readElement(list[index] ?? null, report, at(report, path, index));
    if (list[index] === null) valid = false;
  }
  if (list.length < minimum || list.length > maximum) return problem(report, path, "invalid", expected);
  return valid ? list : null;
}

/** Reads a map from strings: its own properties, `__proto__` as any other. */
export function readMap(
  value: unknown,
  report: Report,
  path: string,
  expected: string,
  readElement: ReadValue,
) {
  if (!isRecord(value)) return reject(value, report, path, expected);
  const map = new Map<string, unknown>();
  let valid = true;
  for (const key of Object.keys(value)) {
    const place = at(report, path, key);
    const element = isPlainString(key)
      ? readElement(own(value, key) ?? null, report, place)
      : problem(report, place, "invalid", "String");
    if (element === null) valid = false;
    map.set(key, element);
  }
  return valid ? map : null;
}

/** Reads opaque JSON. Null is a value only where a field admits it. */
export function readJson(value: unknown, report: Report, path: string) {
  const copy = value === unknown ? undefined : copyJson(value);
  return copy === undefined || copy === null ? reject(value, report, path, "Json") : copy;
}

/** Whether something has no other members than the declared ones; null if it has. */
export function onlyDeclared(
  value: unknown,
  declared: { has(name: string): boolean },
  report: Report,
  path: string,
): true | null {
  if (typeof value !== "object" || value === null) return true;
  let valid: true | null = true;
  for (const key in value) {
    if (!declared.has(key) && Object.hasOwn(value, key)) {
      valid = problem(report, at(report, path, key), "undeclared", "nothing");
    }
  }
  return valid;
}

/** Reads what an open record has beside its declared members: copies of plain JSON; null if something is none. */
export function readRest(
  value: unknown,
  declared: { has(name: string): boolean },
  report: Report,
  path: string,
): [string, unknown][] | null {
  const rest: [string, unknown][] = [];
  let valid = true;
  if (typeof value !== "object" || value === null) return rest;
  for (const key of Object.keys(value)) {
    const member = declared.has(key) ? undefined : own(value, key);
    if (member === undefined) continue;
    const copy = isPlainString(key) ? copyJson(member) : undefined;
    if (copy === undefined) valid = problem(report, at(report, path, key), "invalid", "Json") !== null;
    else rest.push([key, copy]);
  }
  return valid ? rest : null;
}

/** Under this key a record of an open type keeps what it has beside its declared members. */
export const undeclared: unique symbol = Symbol("undeclared");

/** A plain object of these members but those that are absent. `__proto__` is a member like any other. */
export function objectOf(members: Iterable<readonly [string, unknown]>): { [name: string]: unknown } {
  const present: (readonly [string, unknown])[] = [];
  for (const entry of members) if (entry[1] !== undefined) present.push(entry);
  return Object.fromEntries(present);
}
