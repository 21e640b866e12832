import {
  type ArrayShape,
  type Body,
  isAnyBody,
  type ObjectShape,
  type Shape,
  type StringShape,
} from "./shape.js";

/** Answers with the same number for shapes that accept the same, part by part; places do not count. */
export interface ShapeKeys {
  ofBody(body: Body): number;
  ofArray(array: ArrayShape): string;
  ofObject(object: ObjectShape): string;
}

/** Each shared part is looked at once, since a few definitions can name one another into something enormous. */
export function createShapeKeys(): ShapeKeys {
  const known = new WeakMap<Body, number>();
  const numbers = new Map<string, number>();
  const ofBody = (body: Body): number => {
    // What accepts anything holds itself.
    const text = () => (isAnyBody(body) ? "anything" : describeBody(body));
    const key = known.get(body) ?? intern(numbers, text());
    known.set(body, key);
    return key;
  };
  const ofShape = ({ nullable, body }: Shape): string => `${ofBody(body)}${nullable ? "?" : ""}`;
  const ofArray = ({ element, minimum, maximum }: ArrayShape): string =>
    `${ofShape(element)} ${minimum}..${maximum}`;
  const ofObject = ({ properties, required, rest, saysRest }: ObjectShape): string =>
    JSON.stringify([
      [...properties].map(([name, { shape }]) => [name, ofShape(shape)]).sort(byName),
      [...required].sort(),
      ofShape(rest),
      saysRest,
    ]);
  const describeBody = ({ booleans, numbers: ranges, strings, arrays, objects }: Body): string =>
    JSON.stringify([
      booleans,
      ranges.map(({ whole, minimum, maximum }) => `${whole} ${minimum} ${maximum}`),
      strings.map(stringKey),
      arrays.map(ofArray),
      objects.map(ofObject),
    ]);
  return { ofBody, ofArray, ofObject };
}

/** The text of the conditions on a string. */
export function stringKey({ values, minimum, maximum, patterns, formats }: StringShape): string {
  const sources = patterns.map(({ pattern }) => pattern.source);
  return JSON.stringify([values, minimum, `${maximum}`, sources, formats.map(({ name }) => name)]);
}

function byName([left = ""]: readonly string[], [right = ""]: readonly string[]): number {
  return left < right ? -1 : 1;
}

function intern(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}
