import { literalFits } from "../literal-fits.js";
import { uniteRanges } from "./number-ranges.js";
import {
  type ArrayShape,
  anyBody,
  anyString,
  type Body,
  emptyBody,
  isAnyArray,
  isAnyBody,
  isAnyObject,
  isAnyString,
  kinds,
  type ObjectShape,
  type Shape,
  type StringShape,
} from "./shape.js";
import { type ShapeKeys, stringKey } from "./shape-keys.js";

/** Unites shapes, exactly: alternatives that are the same, or within another one in plain sight, are one. */
export function createUnion(keys: ShapeKeys): (shapes: readonly Shape[], place: string) => Shape {
  const identities = new Map<Body, number>();
  const known = new Map<string, Body>();
  const identify = (body: Body): number => {
    const identity = identities.get(body) ?? identities.size;
    identities.set(body, identity);
    return identity;
  };
  return (shapes, place) => {
    const bodies = [...new Set(shapes.map(({ body }) => body))].filter((body) => !isEmpty(body));
    const key = bodies.map(identify).join();
    const body = known.get(key) ?? uniteBodies(keys, bodies);
    known.set(key, body);
    return { place, nullable: shapes.some(({ nullable }) => nullable), body };
  };
}

function isEmpty(body: Body): boolean {
  return kinds.every((kind) => body[kind].length === 0);
}

function uniteBodies(keys: ShapeKeys, bodies: readonly Body[]): Body {
  const [first, ...others] = bodies;
  if (first === undefined || others.length === 0) return first ?? emptyBody;
  const body = {
    booleans: [false, true].filter((value) => bodies.some(({ booleans }) => booleans.includes(value))),
    numbers: uniteRanges(bodies.flatMap(({ numbers }) => numbers)),
    strings: uniteStrings(bodies.flatMap(({ strings }) => strings)),
    arrays: uniteArrays(
      keys,
      bodies.flatMap(({ arrays }) => arrays),
    ),
    objects: uniteObjects(
      keys,
      bodies.flatMap(({ objects }) => objects),
    ),
  };
  return isAnyBody(body) ? anyBody : body;
}

/** All plain values are one alternative, but for those that another one has. */
function uniteStrings(strings: readonly StringShape[]): readonly StringShape[] {
  if (strings.some(isAnyString)) return [anyString];
  const plain = strings.filter(({ values, formats }) => values && formats.length === 0);
  const others = distinct(
    strings.filter((shape) => !plain.includes(shape)),
    stringKey,
  );
  const values = new Set(plain.flatMap((shape) => shape.values ?? []));
  const left = [...values].filter((value) => !others.some((other) => hasValue(other, value)));
  return left.length > 0 ? [...others, { ...anyString, values: left }] : others;
}

function hasValue({ values, minimum, maximum, patterns, formats }: StringShape, value: string): boolean {
  if (values || formats.length > 0 || patterns.length > 1) return false;
  const pattern = patterns[0]?.pattern;
  return literalFits(value, { kind: "String", length: { minimum, maximum }, ...(pattern && { pattern }) });
}

function uniteArrays(keys: ShapeKeys, arrays: readonly ArrayShape[]): readonly ArrayShape[] {
  const whole = arrays.find(isAnyArray);
  return whole ? [whole] : distinct(arrays, keys.ofArray);
}

/** An object of which nothing is said becomes a closed record: it does not stand for what the others name. */
function uniteObjects(keys: ShapeKeys, objects: readonly ObjectShape[]): readonly ObjectShape[] {
  const whole = objects.find((object) => object.saysRest && isAnyObject(object));
  return whole ? [whole] : distinct(objects, keys.ofObject);
}

function distinct<T>(parts: readonly T[], key: (part: T) => string): readonly T[] {
  if (parts.length < 2) return parts;
  return [...new Map(parts.map((part) => [key(part), part] as const).reverse()).values()].reverse();
}
