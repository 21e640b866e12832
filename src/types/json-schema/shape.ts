import { assertNever } from "../../util/invariant.js";
import type { Pattern, TypeKind } from "../type.js";
import { anyNumber, type NumberRange } from "./number-ranges.js";

/*
 * What a schema accepts, between JSON Schema and the types of Pol: keywords are conditions on one kind of JSON value each, so a
 * schema is a set of values of each kind. Sets can be intersected (`allOf`, keywords side by side) and united (`anyOf`), which
 * types cannot. A shape never accepts less than its schema: what is not kept exactly is noted, and accepts more.
 */

/** What a schema accepts. */
export interface Shape {
  /** JSON Pointer of the schema. */
  readonly place: string;
  readonly nullable: boolean;
  /** All but `null`. It stays the same object when only `null` is added, so that what is defined once becomes one type. */
  readonly body: Body;
}

/** The values of each kind: one of the alternatives; none refuses the kind. */
export interface Body {
  readonly booleans: readonly boolean[];
  readonly numbers: readonly NumberRange[];
  readonly strings: readonly StringShape[];
  readonly arrays: readonly ArrayShape[];
  readonly objects: readonly ObjectShape[];
}

/** A kind of JSON value, but for `null`. */
export type Kind = keyof Body;

/** The kinds, in the order in which they are looked at. */
export const kinds: readonly Kind[] = ["booleans", "numbers", "strings", "arrays", "objects"];

/** A type of text that a `format` names. */
export type FormatKind = Extract<TypeKind, "Url" | "Email" | "Ip" | "Time" | "Date" | "Duration" | "Host">;

/** A `format` that a type of Pol stands for. */
export interface FormatShape {
  readonly kind: FormatKind;
  readonly name: string;
  /** JSON Pointer of the keyword. */
  readonly place: string;
}

/** A `pattern`, and the place of the keyword. */
export interface PatternShape {
  readonly pattern: Pattern;
  readonly place: string;
}

/** Strings: one of `values`, if given; all conditions hold. */
export interface StringShape {
  readonly values?: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
  /** Places of the keywords that bound the length. */
  readonly lengthPlaces: readonly string[];
  readonly patterns: readonly PatternShape[];
  readonly formats: readonly FormatShape[];
}

/** Arrays. */
export interface ArrayShape {
  /** Where it is said what is in them. */
  readonly place: string;
  readonly element: Shape;
  readonly minimum: number;
  readonly maximum: number;
}

/** Objects: what `properties` does not name is in `rest`. */
export interface ObjectShape {
  readonly place: string;
  readonly properties: ReadonlyMap<string, PropertyShape>;
  readonly required: ReadonlySet<string>;
  readonly rest: Shape;
  /** Whether the schema speaks of other properties; if not, it lets them through, and the type does not. */
  readonly saysRest: boolean;
}

/** A property's values, required or not. */
export interface PropertyShape {
  readonly shape: Shape;
  readonly documentation: readonly string[];
}

/** What a property is, named or not. */
export function propertyOf({ properties, rest }: ObjectShape, name: string): PropertyShape {
  return properties.get(name) ?? { shape: rest, documentation: [] };
}

/** Every string. */
export const anyString: StringShape = {
  minimum: 0,
  maximum: Infinity,
  lengthPlaces: [],
  patterns: [],
  formats: [],
};

/** What every body is that refuses nothing; its arrays and objects hold anything in turn. */
export const anyBody: Body = {
  booleans: [false, true],
  numbers: [anyNumber],
  strings: [anyString],
  get arrays() {
    return [anyArray];
  },
  get objects() {
    return [anyObject];
  },
};

/** What every body is that accepts nothing. */
export const emptyBody: Body = { booleans: [], numbers: [], strings: [], arrays: [], objects: [] };

/** Every array. */
export const anyArray: ArrayShape = { place: "", element: anything(""), minimum: 0, maximum: Infinity };

/** Every object. */
export const anyObject: ObjectShape = {
  place: "",
  properties: new Map(),
  required: new Set(),
  rest: anything(""),
  saysRest: false,
};

/** What is not read may be anything; its objects are open, since nobody knows what they name. */
export const unknownBody: Body = { ...anyBody, objects: [{ ...anyObject, saysRest: true }] };

/** The schema `true`. */
export function anything(place: string): Shape {
  return { place, nullable: true, body: anyBody };
}

/** The schema `false`. */
export function nothing(place: string): Shape {
  return { place, nullable: false, body: emptyBody };
}

/** Whether no value is accepted. */
export function isNothing({ nullable, body }: Shape): boolean {
  return !nullable && kinds.every((kind) => body[kind].length === 0);
}

/** Whether every value of a kind is accepted. */
export function isWholeKind(body: Body, kind: Kind): boolean {
  if (body[kind].length !== anyBody[kind].length) return false;
  const { numbers, strings, arrays, objects } = body;
  switch (kind) {
    case "booleans":
      return true;
    case "numbers":
      return numbers.every(
        ({ whole, minimum, maximum }) => !whole && minimum === -Infinity && maximum === Infinity,
      );
    case "strings":
      return strings.every(isAnyString);
    case "arrays":
      return arrays.every(isAnyArray);
    case "objects":
      return objects.every(isAnyObject);
    default:
      return assertNever(kind);
  }
}

/** Whether the shape refuses no string. */
export function isAnyString({ values, minimum, maximum, patterns, formats }: StringShape): boolean {
  return !values && minimum === 0 && maximum === Infinity && patterns.length === 0 && formats.length === 0;
}

/** Whether the shape refuses no array. */
export function isAnyArray({ element, minimum, maximum }: ArrayShape): boolean {
  return minimum === 0 && maximum === Infinity && isAnything(element);
}

/** Whether the shape refuses no object. */
export function isAnyObject({ properties, required, rest }: ObjectShape): boolean {
  const named = [...properties.values()].every(({ shape }) => isAnything(shape));
  return named && required.size === 0 && isAnything(rest);
}

/** Whether every value is accepted. */
export function isAnything({ nullable, body }: Shape): boolean {
  return nullable && isAnyBody(body);
}

const known = new WeakMap<Body, boolean>();

/** Whether every value but `null` is accepted. Each body is looked at once, since a few can share one another many times. */
export function isAnyBody(body: Body): boolean {
  if (body === anyBody) return true;
  const result = known.get(body) ?? kinds.every((kind) => isWholeKind(body, kind));
  known.set(body, result);
  return result;
}
