import { escapeToken } from "../json-pointer.js";
import { objectShape } from "./intersect-shapes.js";
import { isObject, isSchema, keyword, subschemas } from "./json-schema.js";
import { noteDropped } from "./notes.js";
import { countOf } from "./read-numbers.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyBody, anything, isWholeKind, type PropertyShape, type Shape } from "./shape.js";

/** `properties`, `required`, and what is said of other properties. */
export function readObjects(reader: SchemaReader): Shape | undefined {
  const { schema, place } = reader;
  noteWhatIsDropped(reader);
  const required = requiredNames(keyword(schema, "required"));
  const { ofAll, ...rest } = readRest(reader);
  const properties = readProperties(reader, ofAll);
  if (properties.size === 0 && required.length === 0 && !rest.saysRest) return undefined;
  const object = objectShape({ properties, required: new Set(required), ...rest });
  return { place, nullable: true, body: { ...anyBody, objects: object ? [object] : [] } };
}

function readProperties(
  { schema, place, read, algebra }: SchemaReader,
  ofAll: Shape,
): ReadonlyMap<string, PropertyShape> {
  const properties = keyword(schema, "properties");
  if (!isObject(properties)) return new Map();
  return new Map(
    Object.entries(properties).map(([name, property]): [string, PropertyShape] => {
      const own = `${place}/properties/${escapeToken(name)}`;
      const shape = isSchema(property) ? read({ schema: property, place: own }) : anything(own);
      const documentation = descriptionOf(property);
      return [name, { shape: algebra.intersect(shape, ofAll, own), documentation }];
    }),
  );
}

function descriptionOf(schema: unknown): readonly string[] {
  const description = isObject(schema) ? keyword(schema, "description") : undefined;
  return typeof description === "string" ? description.split("\n") : [];
}

function requiredNames(required: unknown): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

interface Rest {
  /** What every property has to be, named or not. */
  readonly ofAll: Shape;
  readonly rest: Shape;
  readonly saysRest: boolean;
  /** Where it is said. */
  readonly place: string;
}

function readRest(reader: SchemaReader): Rest {
  const { schema, place } = reader;
  if (subschemas(schema, place, "patternProperties").length > 0) return readPatterns(reader);
  const [additional] = subschemas(schema, place, "additionalProperties");
  if (!additional) return { rest: anything(place), ofAll: anything(place), saysRest: false, place };
  return { rest: reader.read(additional), ofAll: anything(place), saysRest: true, place: additional.place };
}

/** Names have no patterns in Pol: a property that no name stands for may be what any of the patterns says, or the others. */
function readPatterns(reader: SchemaReader): Rest {
  const { schema, place, algebra, note } = reader;
  const own = `${place}/patternProperties`;
  const patterns = subschemas(schema, place, "patternProperties");
  const [first, ...more] = patterns.map(reader.read);
  const isEvery = patterns.every((inner) => everyName.has(inner.place.slice(own.length + 1)));
  if (first && more.length === 0 && isEvery) return { rest: first, ofAll: first, saysRest: true, place: own };
  note(own, "patterns of names cannot be kept: more values are accepted", "wider");
  const [additional] = subschemas(schema, place, "additionalProperties");
  const others = additional ? reader.read(additional) : anything(place);
  const shapes = [...(first ? [first, ...more] : []), others];
  return { rest: algebra.unite(shapes, own), ofAll: anything(place), saysRest: true, place: own };
}

/** Patterns that every name matches; `.` is no line break. */
const everyName: ReadonlySet<string> = new Set(["", "^", "$", ".*", "^.*", ".*$"]);

function noteWhatIsDropped(reader: SchemaReader): void {
  const { schema, place, note } = reader;
  const has = (name: string): boolean => keyword(schema, name) !== undefined;
  if ((countOf(keyword(schema, "minProperties")) ?? 0) > 0) noteDropped(note, place, "minProperties");
  if (has("maxProperties")) noteDropped(note, place, "maxProperties");
  for (const name of ["dependencies", "dependentRequired", "dependentSchemas"]) {
    const conditions = keyword(schema, name);
    if (isObject(conditions) && Object.keys(conditions).length > 0) noteDropped(note, place, name);
  }
  for (const names of subschemas(schema, place, "propertyNames")) {
    if (!isWholeKind(reader.read(names).body, "strings")) noteDropped(note, place, "propertyNames");
  }
}
