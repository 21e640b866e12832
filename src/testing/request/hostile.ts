import { answersOf, withAnswers } from "../../interpret/answers.js";
import { type Choices, chance, pick, several } from "../choices.js";
import { invalidTexts, type TextKind } from "../sample-values.js";
import { type JsonRecord, setMember } from "./values.js";

/**
 * `request` with one to four of its places spoilt: what a broken or hostile caller inside the process might hand to a
 * generated module. The result shares nothing with `request`.
 */
export function spoilRequest(choices: Choices, request: JsonRecord): unknown {
  if (chance(choices, 3)) return hostileValue(choices, request);
  const copy = withAnswers(copyOf(request) as JsonRecord, answersOf(request));
  const count = pick(choices, [1, 1, 1, 2, 4]);
  for (let index = 0; index < count; index++) spoilOnce(choices, copy);
  return copy;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null) return value;
  const record: JsonRecord = {};
  for (const key of Object.keys(value)) setMember(record, key, copyOf((value as JsonRecord)[key]));
  return record;
}

/** A place in the request: a member of a record or an element of a list. */
interface Place {
  readonly owner: JsonRecord | unknown[];
  readonly key: string;
}

function spoilOnce(choices: Choices, request: JsonRecord): void {
  const places = placesOf(request);
  const place = pick(choices, places);
  const value: unknown = Object.getOwnPropertyDescriptor(place.owner, place.key)?.value;
  const mutation = pick(choices, mutations);
  mutation(choices, place, value);
}

/** Every place that can be reached without running anything: getters and proxies of earlier mutations are left alone. */
function placesOf(request: JsonRecord): Place[] {
  const places: Place[] = [];
  const seen = new Set<object>();
  const visit = (owner: object): void => {
    if (seen.has(owner) || hostileObjects.has(owner)) return;
    seen.add(owner);
    for (const key of Object.keys(owner).slice(0, 50)) {
      places.push({ owner: owner as JsonRecord, key });
      const descriptor = Object.getOwnPropertyDescriptor(owner, key);
      if (typeof descriptor?.value === "object" && descriptor.value !== null) visit(descriptor.value);
    }
  };
  visit(request);
  return places.length > 0 ? places : [{ owner: request, key: "subject" }];
}

/** Objects whose reflection has effects. */
const hostileObjects = new WeakSet<object>();

function hostile<T extends object>(object: T): T {
  hostileObjects.add(object);
  return object;
}

function replace(place: Place, value: unknown): void {
  define(place.owner, place.key, value);
}

/** Sets an own member where the object lets it. */
function define(owner: object, key: string, value: unknown): void {
  try {
    Reflect.defineProperty(owner, key, { value, writable: true, enumerable: true, configurable: true });
  } catch {
    // An array's length takes numbers only.
  }
}

type Mutation = (choices: Choices, place: Place, value: unknown) => void;

const mutations: readonly Mutation[] = [
  (choices, place, value) => replace(place, hostileValue(choices, value)),
  (choices, place, value) => replace(place, hostileValue(choices, value)),
  (choices, place, value) => replace(place, nearMiss(choices, value)),
  (_, place) => Reflect.deleteProperty(place.owner, place.key),
  (choices, place) =>
    define(place.owner, pick(choices, extraKeys), pick(choices, [1, null, undefined, {}, "x"])),
  (choices, place, value) => Reflect.defineProperty(place.owner, place.key, accessor(choices, value)),
  (_, place, value) => replace(place, [value]),
  (_, place) =>
    Reflect.setPrototypeOf(place.owner, { type: "User", id: "root", properties: {}, team: "sales" }),
  (_, place, value) => moveToPrototype(place, value),
];

const extraKeys = [
  "__proto__",
  "constructor",
  "toString",
  "extra",
  "",
  "length",
  "0",
  "\ud800",
  "then",
  "toJSON",
];

/** The value is inherited instead of owned. */
function moveToPrototype(place: Place, value: unknown): void {
  if (Array.isArray(place.owner)) return;
  Reflect.deleteProperty(place.owner, place.key);
  Reflect.setPrototypeOf(place.owner, { [place.key]: value });
}

/** A getter that throws, that gives something else each time, or that is honest. */
function accessor(choices: Choices, value: unknown): PropertyDescriptor {
  let reads = 0;
  const get = pick<() => unknown>(choices, [
    () => {
      throw new Error("hostile getter");
    },
    () => (reads++ === 0 ? value : hostileTexts[reads % hostileTexts.length]),
    () => (reads++ === 0 ? undefined : value),
    () => value,
  ]);
  return { get, enumerable: chance(choices, 85), configurable: true };
}

const hostileTexts = ["\ud800", "\udc00x", "__proto__", "", "x".repeat(70_000), "\u0000", "sales\u200b"];

/** Numbers that JSON cannot write or that lose their value. */
const hostileNumbers = [
  Number.NaN,
  Infinity,
  -Infinity,
  -0,
  2 ** 53,
  -(2 ** 53),
  1e308,
  0.1,
  Number.MIN_VALUE,
];

/** Something that is no plain JSON, or is JSON of the wrong kind. */
function hostileValue(choices: Choices, value: unknown): unknown {
  return pick(choices, hostileValues)(choices, value);
}

const hostileValues: readonly ((choices: Choices, value: unknown) => unknown)[] = [
  () => null,
  () => undefined,
  (choices) => chance(choices, 50),
  (choices) => pick(choices, hostileNumbers),
  (choices) => pick(choices, hostileTexts),
  (choices) => pick(choices, invalidTexts[pick(choices, textKinds)]),
  () => 10n,
  () => Symbol("hostile"),
  () => () => true,
  () => ({}),
  () => [],
  () => new Date(0),
  (_, value) => new Map([["type", value]]),
  () => new Set(["x"]),
  () => /x/,
  () =>
    new (class User {
      readonly type = "User";
      readonly id = "a";
    })(),
  (_, value) => hostile(new Proxy(objectOf(value), throwingHandler)),
  (_, value) => hostile(new Proxy(objectOf(value), lyingHandler)),
  () => cyclic(),
  () => Array.from({ length: 3 }, (_, index) => index - 1).concat(new Array(2)),
  () => hostile(new Array(4_294_967_295)),
  (_, value) => Object.assign([value], { extra: 1 }),
  (_, value) => Object.create(objectOf(value)),
  (_, value) => Object.create(null, Object.getOwnPropertyDescriptors(objectOf(value))),
  (_, value) => new String(typeof value === "string" ? value : "sales"),
  () => new Number(1),
  () => new Uint8Array(3),
  () => nested(2000),
  () => globalThis.Promise.resolve(true),
  () => Object.freeze({ toString: () => "sales", valueOf: () => 1, [Symbol.toPrimitive]: () => "sales" }),
];

const textKinds = Object.keys(invalidTexts) as TextKind[];

function objectOf(value: unknown): object {
  return typeof value === "object" && value !== null && !hostileObjects.has(value) ? value : {};
}

/** Throws whatever it is asked, but for symbols: those are what test frameworks ask. */
const throwingHandler: ProxyHandler<object> = {
  get: (target, key) => (typeof key === "symbol" ? Reflect.get(target, key) : refuse()),
  has: (target, key) => (typeof key === "symbol" ? Reflect.has(target, key) : refuse()),
  getOwnPropertyDescriptor: (target, key) =>
    typeof key === "symbol" ? Reflect.getOwnPropertyDescriptor(target, key) : refuse(),
  ownKeys: refuse,
  getPrototypeOf: refuse,
};

function refuse(): never {
  throw new TypeError("hostile proxy");
}

/** Says one thing about its members and gives another. */
const lyingHandler: ProxyHandler<object> = {
  get: (target, key) => (typeof key === "symbol" || key in target ? Reflect.get(target, key) : "sales"),
  has: (target, key) => typeof key === "string" || Reflect.has(target, key),
  getPrototypeOf: () => Object.prototype,
};

function cyclic(): object {
  const record: JsonRecord = { type: "User", id: "a" };
  record.self = record;
  record.list = [record];
  return record;
}

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let index = 0; index < depth; index++) value = index % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A value of the same JSON kind that is a little wrong, or right. */
function nearMiss(choices: Choices, value: unknown): unknown {
  if (typeof value === "number")
    return pick(choices, [value + 1, value - 1, value + 0.5, -value, value * 1e9, String(value)]);
  if (typeof value === "boolean") return pick<unknown>(choices, [!value, String(value), Number(value)]);
  if (typeof value === "string") {
    const edits = [
      `${value} `,
      ` ${value}`,
      value.toUpperCase(),
      `${value}\u0000`,
      value.slice(1),
      `${value}\ud800`,
    ];
    return pick<unknown>(choices, [...edits, [value], value.length]);
  }
  if (Array.isArray(value) && !hostileObjects.has(value))
    return several(choices, 0, 3, () => Object.getOwnPropertyDescriptor(value, 0)?.value ?? null);
  return value;
}
