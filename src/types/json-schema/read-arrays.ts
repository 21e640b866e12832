import { arrayShape } from "./intersect-shapes.js";
import { keyword, type Subschema, subschemas } from "./json-schema.js";
import { noteDropped } from "./notes.js";
import { countOf } from "./read-numbers.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyBody, anything, isNothing, type Shape } from "./shape.js";

/** `items`, tuples and lengths. */
export function readArrays(reader: SchemaReader): Shape | undefined {
  const { schema, place } = reader;
  noteWhatIsDropped(reader);
  const minimum = countOf(keyword(schema, "minItems")) ?? 0;
  const maximum = countOf(keyword(schema, "maxItems")) ?? Infinity;
  const tuple = tupleKeyword(reader);
  const isSaid = tuple !== undefined || Object.hasOwn(schema, "items");
  if (!isSaid && minimum === 0 && maximum === Infinity) return undefined;
  const elements = tuple === undefined ? listOf(reader, maximum) : tupleOf(reader, tuple, maximum);
  const own = isSaid ? `${place}/${tuple ?? "items"}` : place;
  const array = arrayShape(own, elements.element, minimum, elements.maximum);
  return { place, nullable: true, body: { ...anyBody, arrays: array ? [array] : [] } };
}

interface Elements {
  readonly element: Shape;
  readonly maximum: number;
}

/** 2020-12 names the elements of a tuple in `prefixItems`, and draft-07 in `items`. */
function tupleKeyword({ schema }: SchemaReader): "items" | "prefixItems" | undefined {
  const isTuple = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
  if (isTuple(keyword(schema, "items"))) return "items";
  return isTuple(keyword(schema, "prefixItems")) ? "prefixItems" : undefined;
}

function listOf(reader: SchemaReader, maximum: number): Elements {
  return { element: readRest(reader, "items"), maximum };
}

function readRest({ schema, place, read }: SchemaReader, name: string): Shape {
  const [rest] = Array.isArray(keyword(schema, name)) ? [] : subschemas(schema, place, name);
  return rest ? read(rest) : anything(place);
}

/** A list has one type of elements: whatever one of them may be, all may be. */
function tupleOf(reader: SchemaReader, tuple: "items" | "prefixItems", maximum: number): Elements {
  const { schema, place, algebra, note } = reader;
  const first = subschemas(schema, place, tuple).map((inner: Subschema) => reader.read(inner));
  const rest = readRest(reader, tuple === "items" ? "additionalItems" : "items");
  const most = isNothing(rest) ? Math.min(maximum, first.length) : maximum;
  const own = `${place}/${tuple}`;
  note(own, "a list has one type of elements: any of them is accepted anywhere", "wider");
  return { element: algebra.unite(first.length < most ? [...first, rest] : first, own), maximum: most };
}

function noteWhatIsDropped({ schema, place, note }: SchemaReader): void {
  if (keyword(schema, "uniqueItems") === true) noteDropped(note, place, "uniqueItems");
  const unevaluated = keyword(schema, "unevaluatedItems");
  if (unevaluated !== undefined && unevaluated !== true) noteDropped(note, place, "unevaluatedItems");
  if (keyword(schema, "contains") === undefined) return;
  for (const name of ["contains", "minContains", "maxContains"])
    if (Object.hasOwn(schema, name)) noteDropped(note, place, name);
}
