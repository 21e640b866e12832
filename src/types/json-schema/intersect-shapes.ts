import { literalFits } from "../literal-fits.js";
import type { Note } from "./notes.js";
import { intersectRanges } from "./number-ranges.js";
import {
  type ArrayShape,
  anyBody,
  type Body,
  isNothing,
  type ObjectShape,
  type PropertyShape,
  propertyOf,
  type Shape,
  type StringShape,
} from "./shape.js";

/** How many pairs of alternatives are looked at: beyond that, `allOf` of long `anyOf`s multiply without end. */
const pairLimit = 10_000;

/** Intersects shapes: exactly, but where there are too many alternatives. Beside anything, a shape stays itself. */
export function createIntersection(note: Note): (left: Shape, right: Shape, place: string) => Shape {
  return (left, right, place) => {
    const giveUp = (): void => note(place, tooMany, "wider");
    return intersectShapes({ place, known: new Map(), giveUp }, left, right);
  };
}

const tooMany = "the alternatives are too many to be told apart: more values are accepted";

interface Intersection {
  /** Where the two meet: what is said of a part of both is said there. */
  readonly place: string;
  /** Each pair of bodies is worked out once, since a few can share one another many times. */
  readonly known: Map<Body, Map<Body, Body>>;
  giveUp(): void;
}

function intersectShapes(intersection: Intersection, left: Shape, right: Shape): Shape {
  const place =
    left.body === anyBody ? right.place : right.body === anyBody ? left.place : intersection.place;
  const body = intersectBodies(intersection, left.body, right.body);
  return { place, nullable: left.nullable && right.nullable, body };
}

function intersectBodies(intersection: Intersection, left: Body, right: Body): Body {
  if (left === right || right === anyBody) return left;
  if (left === anyBody) return right;
  const ofLeft = intersection.known.get(left) ?? new Map<Body, Body>();
  intersection.known.set(left, ofLeft);
  const body = ofLeft.get(right) ?? intersectKinds(intersection, left, right);
  ofLeft.set(right, body);
  return body;
}

function intersectKinds(intersection: Intersection, left: Body, right: Body): Body {
  return {
    booleans: left.booleans.filter((value) => right.booleans.includes(value)),
    numbers: intersectRanges(left.numbers, right.numbers),
    strings: inPairs(intersection, left.strings, right.strings, intersectStrings),
    arrays: inPairs(intersection, left.arrays, right.arrays, (first, second) =>
      intersectArrays(intersection, first, second),
    ),
    objects: inPairs(intersection, left.objects, right.objects, (first, second) =>
      intersectObjects(intersection, first, second),
    ),
  };
}

/** (a or b) and (c or d) → (a and c) or (a and d) or (b and c) or (b and d) */
function inPairs<T>(
  intersection: Intersection,
  left: readonly T[],
  right: readonly T[],
  intersect: (left: T, right: T) => T | undefined,
): readonly T[] {
  if (left.length * right.length > pairLimit) {
    intersection.giveUp();
    return left;
  }
  return left.flatMap((first) => right.flatMap((second) => intersect(first, second) ?? []));
}

function intersectStrings(left: StringShape, right: StringShape): StringShape | undefined {
  const shape: StringShape = {
    minimum: Math.max(left.minimum, right.minimum),
    maximum: Math.min(left.maximum, right.maximum),
    lengthPlaces: [...left.lengthPlaces, ...right.lengthPlaces],
    patterns: union(left.patterns, right.patterns, ({ pattern }) => pattern.source),
    formats: union(left.formats, right.formats, ({ name }) => name),
  };
  if (shape.minimum > shape.maximum) return undefined;
  const given = left.values ?? right.values;
  if (given === undefined) return shape;
  const values = given.filter((value) => isOf(value, left) && isOf(value, right));
  return values.length > 0 ? { ...shape, values } : undefined;
}

function union<T>(left: readonly T[], right: readonly T[], name: (part: T) => string): readonly T[] {
  return [...left, ...right.filter((part) => !left.some((other) => name(other) === name(part)))];
}

/** Formats aside: whether a text has one is not asked twice, here and where a request is read. */
function isOf(value: string, { values, minimum, maximum, patterns }: StringShape): boolean {
  if (values && !values.includes(value)) return false;
  if (!literalFits(value, { kind: "String", length: { minimum, maximum } })) return false;
  return patterns.every(({ pattern }) => literalFits(value, { kind: "String", pattern }));
}

function intersectArrays(
  intersection: Intersection,
  left: ArrayShape,
  right: ArrayShape,
): ArrayShape | undefined {
  const element = intersectShapes(intersection, left.element, right.element);
  const place = left.element.body === anyBody ? right.place : left.place;
  return arrayShape(
    place,
    element,
    Math.max(left.minimum, right.minimum),
    Math.min(left.maximum, right.maximum),
  );
}

/** Arrays, if there are any: those of impossible elements are empty. */
export function arrayShape(
  place: string,
  element: Shape,
  minimum: number,
  maximum: number,
): ArrayShape | undefined {
  const most = isNothing(element) ? 0 : maximum;
  return minimum <= most ? { place, element, minimum, maximum: most } : undefined;
}

function intersectObjects(
  intersection: Intersection,
  left: ObjectShape,
  right: ObjectShape,
): ObjectShape | undefined {
  const names = new Set([...left.properties.keys(), ...right.properties.keys()]);
  const properties = [...names].map((name): [string, PropertyShape] => [
    name,
    intersectProperty(intersection, left, right, name),
  ]);
  return objectShape({
    place: left.saysRest || !right.saysRest ? left.place : right.place,
    properties: new Map(properties),
    required: new Set([...left.required, ...right.required]),
    rest: intersectShapes(intersection, left.rest, right.rest),
    saysRest: left.saysRest || right.saysRest,
  });
}

function intersectProperty(
  intersection: Intersection,
  left: ObjectShape,
  right: ObjectShape,
  name: string,
): PropertyShape {
  const [first, second] = [left.properties.get(name), right.properties.get(name)];
  const documentation = first?.documentation.length ? first.documentation : second?.documentation;
  return {
    shape: intersectShapes(intersection, first?.shape ?? left.rest, second?.shape ?? right.rest),
    documentation: documentation ?? [],
  };
}

/** The object, if there is any: what is required must be possible. */
export function objectShape(object: ObjectShape): ObjectShape | undefined {
  const isPossible = [...object.required].every((name) => !isNothing(propertyOf(object, name).shape));
  return isPossible ? object : undefined;
}
