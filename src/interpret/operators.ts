import type {
  ArithmeticExpression,
  OrderExpression,
  TypedLikeExpression,
} from "../check/typed-expression.js";
import { hostWithin } from "../runtime/host.js";
import { type Cidr, cidrEquals, ipInCidr } from "../runtime/ip.js";
import { pathWithin } from "../runtime/path.js";
import type { Url } from "../runtime/url.js";
import { assertNever, invariant } from "../util/invariant.js";
import {
  type EntityValue,
  failure,
  isCidrValue,
  isEntityValue,
  isListValue,
  isUrlValue,
  type Result,
  type Value,
} from "./value.js";

/** The text of a String, Host, Path or Email, or the normalised text of a Url. */
export function textOf(value: Value): string {
  if (isUrlValue(value)) return value.text;
  invariant(typeof value === "string", "a text is expected");
  return value;
}

/** The number of an Int, Number, Duration, Time or Date. */
export function numberOf(value: Value): number {
  invariant(typeof value === "number", "a number is expected");
  return value;
}

/** A Url's parts. */
export function asUrl(value: Value): Url {
  invariant(isUrlValue(value), "a Url is expected");
  return value;
}

/** Whether two scalars or entities are equal: URLs by text, blocks by address and length, entities by type and id. */
export function equalValues(left: Value, right: Value): boolean {
  if (isEntityValue(left) && isEntityValue(right)) return isSameEntity(left, right);
  if (isUrlValue(left) && isUrlValue(right)) return left.text === right.text;
  if (isCidrValue(left) && isCidrValue(right)) return cidrEquals(left, right);
  return left === right;
}

function isSameEntity(left: { type: string; id: string | undefined }, right: EntityValue): boolean {
  return left.type === right.type && left.id === right.id && left.id !== undefined;
}

/** Compares two numbers. */
export function compareOrder(operator: OrderExpression["operator"], left: Value, right: Value): boolean {
  const [a, b] = [numberOf(left), numberOf(right)];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return assertNever(operator);
  }
}

/** Integer arithmetic; an error where the exact result is no safe integer. */
export function calculate(operator: ArithmeticExpression["operator"], left: Value, right: Value): Result {
  const [a, b] = [BigInt(numberOf(left)), BigInt(numberOf(right))];
  const exact = operator === "+" ? a + b : operator === "-" ? a - b : a * b;
  const result = Number(exact);
  return Number.isSafeInteger(result) ? result : failure;
}

/** Whether an address is in a block, or in one of several. */
export function isInNetworks(ip: Value, networks: Value): boolean {
  invariant(typeof ip === "number" || typeof ip === "bigint", "an Ip is expected");
  const blocks = isListValue(networks) ? networks : [networks];
  return blocks.some((block) => ipInCidr(ip, asCidr(block)));
}

function asCidr(value: Value): Cidr {
  invariant(isCidrValue(value), "a Cidr is expected");
  return value;
}

/** Whether an entity is a group, or below it. */
export function isInGroup(entity: EntityValue, group: EntityValue): boolean {
  return isSameEntity(entity, group) || entity.ancestors.some((ancestor) => isSameEntity(ancestor, group));
}

/** Whether a path or host is another one, or below it: a path begins with a slash, and a host never does. */
export function isWithinBase(operand: Value, base: Value): boolean {
  const [text, baseText] = [textOf(operand), textOf(base)];
  return text.startsWith("/") ? pathWithin(text, baseText) : hostWithin(text, baseText);
}

/** Whether the whole text is what a `like` pattern says: every place that the pattern can have come to, token by token. */
export function matchesLike(text: string, pattern: TypedLikeExpression["pattern"]): boolean {
  const characters = [...text];
  let places = new Set([0]);
  for (const token of pattern) {
    if (token.kind === "any-run") places = from(places, characters.length);
    else if (token.kind === "any-one") places = advance(places, characters, [undefined]);
    else places = advance(places, characters, [...token.value]);
    if (places.size === 0) return false;
  }
  return places.has(characters.length);
}

/** All places from the first one on. */
function from(places: ReadonlySet<number>, end: number): Set<number> {
  const start = [...places].reduce((first, place) => Math.min(first, place), end);
  return new Set(Array.from({ length: end - start + 1 }, (_, index) => start + index));
}

/** The places after the expected characters; undefined stands for any. */
function advance(
  places: ReadonlySet<number>,
  characters: readonly string[],
  expected: readonly (string | undefined)[],
): Set<number> {
  const fits = (place: number) =>
    place + expected.length <= characters.length &&
    expected.every((character, index) => character === undefined || character === characters[place + index]);
  return new Set([...places].filter(fits).map((place) => place + expected.length));
}
