import { createHash } from "node:crypto";
import type { Secrets, Showing, ShownMembers } from "../../runtime/secrets.js";

/** What stands in the place of a value that is declared `secret`. */
export const secretText = "[secret]";

/** What stands in the place of a value that has not its declared place or form, where a policy set has secrets: it may be one. */
export const undeclaredText = "[undeclared]";

/** What stands where there was no more room. */
export const leftOutText = "[left out]";

/** What is longer, in characters, is cut, with a note of its length and digest. */
const longestText = 1000;

/** Of a member, in characters. */
const longestName = 200;

/** Elements of a list, or members of a record. */
export const mostElements = 100;

/** Lists and records within each other. */
const mostLevels = 16;

/** Characters of one value with all that is in it. A party has room of its own, so that nothing else can push it out of a line. */
const mostCharacters = 16_000;

/**
 * A copy of a value for a log: plain JSON, without what is secret, and no more of it than there is room for. A policy set without
 * `secrets` declares none, and then everything may be shown.
 */
export function showValue(value: unknown, showing: Showing, secrets: Secrets | undefined): unknown {
  const state = { secrets, left: { characters: mostCharacters }, levels: mostLevels };
  return show(value, secrets === undefined ? "json" : showing, state);
}

/** What can hold no secret, but may be long. */
export function showPlain<T>(value: T): T {
  return showValue(value, "json", undefined) as T;
}

interface State {
  readonly secrets: Secrets | undefined;
  /** Of the whole value: counted down while it is shown. */
  readonly left: { characters: number };
  /** How many levels there may be from here. */
  readonly levels: number;
}

function show(value: unknown, showing: Showing, state: State): unknown {
  if (value === null || value === undefined) return value;
  if (showing === "secret") return secretText;
  if (typeof value === "object") return showObject(value, showing, state);
  return showing === "scalar" || showing === "json" ? showScalar(value, state) : undeclaredText;
}

function showScalar(value: unknown, { left }: State): unknown {
  if (left.characters <= 0) return leftOutText;
  left.characters -= typeof value === "string" ? Math.min(value.length, longestText) + 2 : 8;
  if (typeof value === "string") return showText(value);
  return typeof value === "boolean" || Number.isFinite(value) ? value : "[no JSON]";
}

/** A text that is cut says what it was: whoever has a text can tell by the digest whether it was this one. */
function showText(text: string): string {
  if (text.length <= longestText) return text;
  const digest = createHash("sha256").update(text).digest("hex");
  return `${cut(text, longestText)}… [${text.length} characters, sha256:${digest}]`;
}

/** Never in the middle of a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

function showObject(value: object, showing: Showing, { secrets, left, levels }: State): unknown {
  if (levels <= 0 || left.characters <= 0) return leftOutText;
  left.characters -= 2;
  const below = { secrets, left, levels: levels - 1 };
  if (Array.isArray(value)) {
    const element = elementOf(showing);
    return element === undefined ? undeclaredText : showList(value, element, below);
  }
  const members = membersOf(showing, value, secrets);
  return members === undefined ? undeclaredText : showRecord(value, members, below);
}

/** What may be shown of the elements of a list; undefined where a list has no place. */
export function elementOf(showing: Showing): Showing | undefined {
  if (showing === "json") return "json";
  return typeof showing === "object" && "list" in showing ? showing.list : undefined;
}

function showList(list: readonly unknown[], element: Showing, state: State): unknown {
  // Holes too: JSON has none.
  const shown = Array.from(list.slice(0, mostElements), (each) => show(each, element, state) ?? null);
  return list.length <= mostElements ? shown : [...shown, `[${list.length - mostElements} more]`];
}

/** What may be shown of each member; undefined where that is not declared. */
type Members = (name: string) => Showing | undefined;

/** What may be shown of the members of a record; undefined where a record has no place. */
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
  const shown: { [name: string]: unknown } = {};
  let count = 0;
  for (const name of Object.keys(record)) {
    count += 1;
    if (count > mostElements) continue;
    state.left.characters -= Math.min(name.length, longestName) + 3;
    setMember(shown, cut(name, longestName), showMember(record, name, members(name), state));
  }
  if (count > mostElements) shown["…"] = `[${count - mostElements} more]`;
  return shown;
}

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
