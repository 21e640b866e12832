import { objectShape } from "./intersect-shapes.js";
import { isObject, isSchema, keyword, type SchemaObject, subschemas } from "./json-schema.js";
import { noteDropped } from "./notes.js";
import type { References } from "./references.js";
import type { SchemaReader } from "./schema-reader.js";
import { isNothing, nothing, type ObjectShape, type Shape } from "./shape.js";

/**
 * `unevaluatedProperties: false` closes an object where it is plain which properties are evaluated: those of the schema, of its `allOf`
 * and of what it refers to. Anywhere else it is noted. Draft-07 does not know the keyword.
 */
export function closeUnevaluated(reader: SchemaReader, references: References, shape: Shape): Shape {
  const { schema, place, note } = reader;
  const unevaluated = keyword(schema, "unevaluatedProperties");
  if (!isSchema(unevaluated) || unevaluated === true) return shape;
  const { objects } = shape.body;
  const isKnown = unevaluated === false && objects.length === 1 && isPlain(schema, references);
  if (!isKnown || objects.some(isOpen)) {
    if (!objects.every(({ rest }) => isNothing(rest))) noteDropped(note, place, "unevaluatedProperties");
    return shape;
  }
  const closed = objects.flatMap(
    (object) => objectShape({ ...object, rest: nothing(place), saysRest: true }) ?? [],
  );
  return { ...shape, body: { ...shape.body, objects: closed } };
}

/** Whether something is said of other properties: what, may be known or not. */
function isOpen({ saysRest, rest }: ObjectShape): boolean {
  return saysRest && !isNothing(rest);
}

/** Keywords that evaluate properties of some objects only. */
const conditions = [
  "$dynamicRef",
  "anyOf",
  "dependencies",
  "dependentSchemas",
  "if",
  "not",
  "oneOf",
  "patternProperties",
];

function isPlain(schema: SchemaObject, references: References): boolean {
  const besides = new Set<unknown>([schema]);
  for (const next of besides) {
    if (!isObject(next)) continue;
    if (conditions.some((name) => Object.hasOwn(next, name))) return false;
    besides.add(references.target(next)?.schema);
    for (const inner of subschemas(next, "", "allOf")) besides.add(inner.schema);
  }
  return true;
}
