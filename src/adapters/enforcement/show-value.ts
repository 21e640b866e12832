import { createHash } from "node:crypto";
import type { Secrets, Showing, ShownMembers } from "../../runtime/secrets.js";

/** What stands in the place of a value that is declared `secret`. */
export const secretText = "[secret]";

/** What stands in the place of a value that has not its declared place or form, where a policy set has secrets: it may be one. */
export const undeclaredText = "[undeclared]";

/** What stands where there was no more room. */
export const leftOutText = "[left out]";

/** How much may be shown. */
export interface ShownSize {
  /** Characters of one text; what is longer is cut, with a note of its length and digest. */
  readonly text: number;
  /** Elements of a list, or members of a record. */
  readonly elements: number;
  /** Lists and records within each other. */
  readonly depth: number;
  /** Characters of all of it: counted down while it is shown. */
  room: number;
}

/**
 * A copy of a value for a log: plain JSON, without what is secret, and no more of it than there is room for. A policy set without
 * `secrets` declares none, and then everything may be shown.
 */
export function showValue(
  value: unknown,
  showing: Showing,
  secrets: Secrets | undefined,
  size: ShownSize,
): unknown {
  return show(value, secrets === undefined ? "json" : showing, { secrets, size, depth: size.depth });
}

interface State {
  readonly secrets: Secrets | undefined;
  readonly size: ShownSize;
  /** How many levels there may be from here. */
  readonly depth: number;
}

function show(value: unknown, showing: Showing, state: State): unknown {
  if (value === null || value === undefined) return value;
  if (showing === "secret") return secretText;
  if (typeof value === "object") return showObject(value, showing, state);
  return showing === "scalar" || showing === "json" ? showScalar(value, state.size) : undeclaredText;
}

function showScalar(value: unknown, size: ShownSize): unknown {
  if (size.room <= 0) return leftOutText;
  size.room -= 8;
  if (typeof value === "string") return showText(value, size);
  return typeof value === "boolean" || Number.isFinite(value) ? value : "[no JSON]";
}

/** A text that is cut says what it was: whoever has a text can tell by the digest whether it was this one. */
function showText(text: string, size: ShownSize): string {
  size.room -= Math.min(text.length, size.text);
  if (text.length <= size.text) return text;
  const digest = createHash("sha256").update(text).digest("hex");
  return `${cut(text, size.text)}… [${text.length} characters, sha256:${digest}]`;
}

/** Never in the middle of a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

function showObject(value: object, showing: Showing, { secrets, size, depth }: State): unknown {
  if (depth <= 0 || size.room <= 0) return leftOutText;
  size.room -= 2;
  const below = { secrets, size, depth: depth - 1 };
  if (Array.isArray(value)) {
    const element = showing === "json" ? showing : elementOf(showing);
    return element === undefined ? undeclaredText : showList(value, element, below);
  }
  const members = membersOf(showing, value, secrets);
  return members === undefined ? undeclaredText : showRecord(value, members, below);
}

function elementOf(showing: Showing): Showing | undefined {
  return typeof showing === "object" && "list" in showing ? showing.list : undefined;
}

function showList(list: readonly unknown[], element: Showing, state: State): unknown {
  const { elements } = state.size;
  // Holes too: JSON has none.
  const shown = Array.from(list.slice(0, elements), (each) => show(each, element, state) ?? null);
  return list.length <= elements ? shown : [...shown, `[${list.length - elements} more]`];
}

/** What may be shown of each member; undefined where a record has no place. */
type Members = (name: string) => Showing | undefined;

export function membersOf(
  showing: Showing,
  value: object,
  secrets: Secrets | undefined,
): Members | undefined {
  if (showing === "json") return () => "json";
  if (showing === "entity") return entityMembers(value, secrets);
  if (typeof showing !== "object" || "list" in showing) return undefined;
  return "map" in showing ? () => showing.map : (name) => ownOf(showing.record, name);
}

function entityMembers(entity: { readonly type?: unknown }, secrets: Secrets | undefined): Members {
  const { type } = entity;
  const properties = typeof type === "string" ? ownOf(secrets?.entities ?? {}, type) : undefined;
  return (name) => (name === "properties" ? { record: properties ?? {} } : ownOf(entityParts, name));
}

const reference: ShownMembers = { type: "scalar", id: "scalar" };

const entityParts: ShownMembers = { ...reference, ancestors: { list: { record: reference } } };

/** The member of that name. Of names in requests some are those of `Object.prototype`. */
export function ownOf<T>(members: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function showRecord(record: object, members: Members, state: State): unknown {
  const { elements } = state.size;
  const shown: { [name: string]: unknown } = {};
  let count = 0;
  for (const name of Object.keys(record)) {
    count += 1;
    if (count > elements) continue;
    state.size.room -= Math.min(name.length, longestName);
    setMember(shown, cut(name, longestName), showMember(record, name, members(name), state));
  }
  if (count > elements) shown["…"] = `[${count - elements} more]`;
  return shown;
}

/** Of a member, in characters. */
const longestName = 200;

function showMember(record: object, name: string, showing: Showing | undefined, state: State): unknown {
  const value: unknown = (record as { readonly [name: string]: unknown })[name];
  if (showing !== undefined) return show(value, showing, state);
  return value === null || value === undefined ? value : undeclaredText;
}

/** Any name is one like any other. */
function setMember(record: { [name: string]: unknown }, name: string, value: unknown): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true });
}
