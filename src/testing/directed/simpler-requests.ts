import { answersOf, withAnswers } from "../../interpret/answers.js";
import type { AnsweredRelation } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/**
 * Requests that are a step simpler, the greatest steps first: without a member or some elements, with a shorter text or a smaller number; or
 * with fewer answers. Whoever goes on from one of them, and so on, comes to an end.
 */
export function* simplerRequests(request: JsonObject): Generator<JsonObject> {
  const answers = answersOf(request);
  const whole = answers.length === 0 ? request : { ...request, [answersMember]: answers };
  for (const simpler of simplerWholes(whole)) yield apart(simpler);
}

/** Answers are made simpler as if they stood in the request: the same ids stand in both. */
const answersMember = "answers to relation questions";

function apart({ [answersMember]: answers, ...request }: JsonObject): JsonObject {
  if (!Array.isArray(answers)) return request;
  return withAnswers(request, answers.filter(isAnswer));
}

function isAnswer(value: unknown): value is AnsweredRelation {
  return isJsonObject(value) && ["subject", "relation", "object", "answer"].every((name) => name in value);
}

function* simplerWholes(request: JsonObject): Generator<JsonObject> {
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
  if (owner === answersMember && (key === "relation" || key === "answer")) return true;
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
  for (const [start, end] of runsOf(list.length)) yield list.toSpliced(start, end - start);
  for (const [index, element] of list.slice(0, mostSingled).entries())
    for (const simpler of simplerValues(element, name)) yield list.with(index, simpler);
}

/** How many elements or characters of a long list or text are looked at one by one. */
const mostSingled = 64;

/** All of it, each half, each quarter, and so on: what may be left out of so many, as where it begins and ends. */
function* runsOf(count: number): Generator<readonly [number, number]> {
  for (let length = count; length >= 1; length = Math.floor(length / 2)) {
    const places = Math.min(Math.ceil(count / length), mostSingled);
    for (let place = 0; place < places; place++) yield [place * length, (place + 1) * length];
  }
}

/** The simplest text of each type: not the shortest, but one that is read at a glance. */
const plainTexts = [
  ...["a", "/", "/a", "a@a", "https://a/", "PT0S", "0.0.0.0", "::", "0.0.0.0/0"],
  ...["1970-01-01", "1970-01-01T00:00:00Z"],
];

function* simplerTexts(text: string, name: string): Generator<string> {
  for (const plain of plainTexts) if (isSimpler(plain, text)) yield plain;
  for (const [start, end] of runsOf(text.length)) {
    const shorter = text.slice(0, start) + text.slice(end);
    if (shorter !== "" || name !== "id") yield shorter;
  }
  yield* plainerTexts(text);
}

/** With some of its characters plainer. A time stays as it is: another year is no simpler. */
function* plainerTexts(text: string): Generator<string> {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return;
  if (/[^a]/.test(text)) yield "a".repeat(text.length);
  for (let index = 0; index < Math.min(text.length, mostSingled); index++)
    for (const plain of ["a", "0", "1"])
      if (isSimpler(plain, text.charAt(index))) yield text.slice(0, index) + plain + text.slice(index + 1);
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

/** Nothing, half of it, three quarters, and so on, up to one less; of a negative number first its size. */
function* simplerNumbers(value: number): Generator<number> {
  const whole = Math.trunc(value);
  if (value < 0) yield -value;
  if (whole !== value) yield whole;
  for (let step = whole; step !== 0 && whole - step !== value; step = Math.trunc(step / 2))
    yield whole - step;
}
