import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/**
 * Requests that are a step simpler, the greatest steps first: without a member or some elements, with a shorter text or a smaller number.
 * Whoever goes on from one of them, and so on, comes to an end.
 */
export function* simplerRequests(request: JsonObject): Generator<JsonObject> {
  for (const simpler of simplerRecords(request, "request")) yield simpler as JsonObject;
  for (const text of repeatedTexts(request))
    for (const simpler of simplerTexts(text, "id")) yield withTexts(request, text, simpler) as JsonObject;
}

/** Texts that stand in several places: rules may want them to be the same. */
function repeatedTexts(request: JsonObject): readonly string[] {
  const texts = [...textsIn(request, "request")];
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) < index))];
}

function* textsIn(value: unknown, name: string): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const element of value as unknown[]) yield* textsIn(element, name);
  else if (isJsonObject(value))
    for (const [key, member] of Object.entries(value))
      if (!isIdentity(key, name)) yield* textsIn(member, key);
}

/** The value with another text wherever one stands. */
function withTexts(value: unknown, text: string, other: string, name = "request"): unknown {
  if (value === text) return other;
  if (Array.isArray(value)) return value.map((element) => withTexts(element, text, other, name));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      isIdentity(key, name) ? member : withTexts(member, text, other, key),
    ]),
  );
}

/** What is asked, and of whom, are not made simpler: only what is said of them. */
function isIdentity(key: string, owner: string): boolean {
  const isDeclared = owner === "properties" || owner === "context";
  return (key === "type" && !isDeclared) || (key === "name" && owner === "action");
}

function* simplerValues(value: unknown, name: string): Generator<unknown> {
  if (Array.isArray(value)) yield* simplerLists(value as unknown[], name);
  else if (isJsonObject(value)) yield* simplerRecords(value, name);
  else if (typeof value === "string") yield* simplerTexts(value, name);
  else if (typeof value === "number") yield* simplerNumbers(value);
  else if (value === true) yield false;
}

function* simplerRecords(record: JsonObject, name: string): Generator<unknown> {
  const entries = Object.entries(record);
  for (const [index] of entries.entries()) yield Object.fromEntries(entries.toSpliced(index, 1));
  for (const [index, [key, value]] of entries.entries()) {
    if (isIdentity(key, name)) continue;
    for (const simpler of simplerValues(value, key))
      yield Object.fromEntries(entries.with(index, [key, simpler]));
  }
}

function* simplerLists(list: readonly unknown[], name: string): Generator<unknown> {
  yield* withoutRuns(list);
  for (const [index, element] of list.slice(0, mostSingled).entries())
    for (const simpler of simplerValues(element, name)) yield list.with(index, simpler);
}

/** How many elements or characters of a long list or text are looked at one by one. */
const mostSingled = 64;

/** Without all of it, half of it, a quarter: at each place a run of that length may be left out. */
function* withoutRuns<T>(items: readonly T[]): Generator<T[]> {
  for (let length = items.length; length >= 1; length = Math.floor(length / 2)) {
    const places = Math.min(Math.ceil(items.length / length), mostSingled);
    for (let place = 0; place < places; place++) yield items.toSpliced(place * length, length);
  }
}

/** The simplest text of each type: not the shortest, but one that is read at a glance. */
const plainTexts = [
  ...["a", "/", "/a", "a@a", "https://a/", "PT0S", "0.0.0.0", "::", "0.0.0.0/0"],
  ...["1970-01-01", "1970-01-01T00:00:00Z"],
];

function* simplerTexts(text: string, name: string): Generator<string> {
  for (const candidate of new Set([...plainTexts, ...shorterTexts(text), ...plainerTexts(text)]))
    if (isSimpler(candidate, text) && !(name === "id" && candidate === "")) yield candidate;
}

function* shorterTexts(text: string): Generator<string> {
  for (const characters of withoutRuns([...text])) yield characters.join("");
}

/** With some of its characters plainer. A time stays as it is: another year is no simpler. */
function* plainerTexts(text: string): Generator<string> {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return;
  const characters = [...text];
  yield "a".repeat(characters.length);
  for (const [index, character] of characters.slice(0, mostSingled).entries())
    for (const plain of character === "a" ? [] : ["a", "0", "1"])
      yield characters.with(index, plain).join("");
}

/** It is shorter, or as long and plainer: there is no way back. */
function isSimpler(candidate: string, text: string): boolean {
  if (candidate.length !== text.length) return candidate.length < text.length;
  return strangeness(candidate) < strangeness(text);
}

/** How far a text is from a row of `a`. */
function strangeness(text: string): number {
  return [...text].reduce((sum, character) => sum + (plainness.get(character) ?? 5), 0);
}

const plainness = new Map([
  ...[..."bcdefghijklmnopqrstuvwxyz"].map((letter) => [letter, 3] as const),
  ...[..."23456789"].map((digit) => [digit, 4] as const),
  ...([
    ["a", 0],
    ["0", 1],
    ["1", 2],
  ] as const),
]);

/** Nothing, its size, half of it, three quarters, and so on, up to one less. */
function* simplerNumbers(value: number): Generator<number> {
  if (value === 0) return;
  if (value < 0) yield -value;
  if (!Number.isInteger(value)) yield Math.trunc(value);
  for (let step = Math.trunc(value); step !== 0; step = Math.trunc(step / 2)) yield Math.trunc(value) - step;
}
