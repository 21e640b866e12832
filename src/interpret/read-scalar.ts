import type { Scalar } from "../check/typed-expression.js";
import { parseEmail } from "../runtime/email.js";
import { parseHost } from "../runtime/host.js";
import { formatCidr, formatIp, parseCidr, parseIp } from "../runtime/ip.js";
import { parsePath } from "../runtime/path.js";
import { isPlainString } from "../runtime/text.js";
import { parseDate, parseDuration, parseTime } from "../runtime/time.js";
import { parseUrl } from "../runtime/url.js";
import { matchesPattern } from "../types/match-pattern.js";
import type { Bounds, Type, TypeOf } from "../types/type.js";
import { assertNever } from "../util/invariant.js";

/** The types whose values in a request are one boolean, number or string. */
export type ScalarType = Exclude<Type, { kind: "List" | "Map" | "Record" | "Entity" | "Json" }>;

/** A scalar as expressions compute with it, and in the plain form that is forwarded. */
export interface ReadScalar {
  readonly value: Scalar;
  readonly json: unknown;
}

/** Reads a scalar of a request; undefined if it is not in the plain form of its type, or outside its refinements. */
export function readScalar(type: ScalarType, raw: unknown): ReadScalar | undefined {
  switch (type.kind) {
    case "Bool":
      return typeof raw === "boolean" ? itself(raw) : undefined;
    case "Int":
    case "Number":
      return typeof raw === "number" ? readNumber(type, raw) : undefined;
    case "String":
    case "Literals":
      return isPlainString(raw) && isStringOf(type, raw) ? itself(raw) : undefined;
    default:
      return isPlainString(raw) ? readForm(type, raw) : undefined;
  }
}

function itself(value: boolean | number | string): ReadScalar {
  return { value, json: value };
}

function readNumber(type: TypeOf<"Int"> | TypeOf<"Number">, raw: number): ReadScalar | undefined {
  const fits = type.kind === "Int" ? Number.isSafeInteger(raw) : Number.isFinite(raw);
  if (!fits || !isWithin(raw, type.bounds)) return undefined;
  return itself(raw === 0 ? 0 : raw); // -0 and 0 are one number
}

function isStringOf(type: TypeOf<"String"> | TypeOf<"Literals">, text: string): boolean {
  if (type.kind === "Literals") return type.values.includes(text);
  return (
    isWithin([...text].length, type.length) &&
    (type.pattern === undefined || matchesPattern(text, type.pattern.tree))
  );
}

/** Whether a number, or a length, is within bounds. */
export function isWithin(value: number, bounds: Bounds | undefined): boolean {
  return value >= (bounds?.minimum ?? -Infinity) && value <= (bounds?.maximum ?? Infinity);
}

/** Reads the types whose plain form is a text with a grammar. Times, dates and durations are forwarded as they were written. */
function readForm(
  type: Exclude<ScalarType, { kind: "Bool" | "Int" | "Number" | "String" | "Literals" }>,
  text: string,
): ReadScalar | undefined {
  switch (type.kind) {
    case "Time":
      return read(parseTime(text), () => text);
    case "Date":
      return read(parseDate(text), () => text);
    case "Duration":
      return read(within(parseDuration(text), type.bounds), () => text);
    case "Ip":
      return read(parseIp(text), formatIp);
    case "Cidr":
      return read(parseCidr(text), formatCidr);
    case "Url":
      return read(parseUrl(text), (url) => url.text);
    case "Host":
      return read(parseHost(text), (host) => host);
    case "Email":
      return read(parseEmail(text), (email) => email);
    case "Path":
      return read(parsePath(text), (path) => path);
    default:
      return assertNever(type);
  }
}

function within(value: number | undefined, bounds: Bounds | undefined): number | undefined {
  return value !== undefined && isWithin(value, bounds) ? value : undefined;
}

function read<T extends Scalar>(value: T | undefined, toJson: (value: T) => string): ReadScalar | undefined {
  return value === undefined ? undefined : { value, json: toJson(value) };
}
