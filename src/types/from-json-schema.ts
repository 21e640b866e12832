import { plainPointer, valueAt } from "./json-pointer.js";
import { isSchema, type JsonSchema } from "./json-schema/json-schema.js";
import type { InexactKeyword, Note } from "./json-schema/notes.js";
import { readDefinition } from "./json-schema/read-definition.js";
import { createRecursion } from "./json-schema/recursion.js";
import { createReferences } from "./json-schema/references.js";
import type { Shape } from "./json-schema/shape.js";
import { createShapeAlgebra } from "./json-schema/shape-algebra.js";
import { shapeToType } from "./json-schema/shape-to-type.js";
import type { TypeWriter } from "./json-schema/type-writer.js";
import type { Type } from "./type.js";

export type { JsonSchema } from "./json-schema/json-schema.js";
export type { InexactKeyword } from "./json-schema/notes.js";

/** A schema as a type of Pol. */
export interface ConvertedSchema {
  readonly type: Type;
  readonly nullable: boolean;
  /** In the order of their places; of one place, each message once. */
  readonly inexact: readonly InexactKeyword[];
  /** The types, by identity, that a local `$ref` led to, with the JSON Pointers of their definitions. */
  readonly definitions: ReadonlyMap<Type, string>;
  /** The records, by identity, that are closed though their schema says nothing of other properties, with its JSON Pointer. */
  readonly closed: ReadonlyMap<Type, string>;
}

/**
 * A JSON Schema as a type of Pol: every keyword is kept exactly or named in `inexact`; what has no type degrades to `Json`. An object is
 * closed unless it says `additionalProperties: true`. References are local; one that leads back to itself degrades.
 *
 * The schema is read into shapes, sets of values that can be intersected and united, and the shapes are written as types.
 */
export function fromJsonSchema(document: JsonSchema, pointer: string): ConvertedSchema | undefined {
  const place = plainPointer(pointer);
  const schema = place === undefined ? undefined : valueAt(document, place);
  if (place === undefined || !isSchema(schema)) return undefined;
  const inexact: InexactKeyword[] = [];
  const note: Note = (at, message, effect) => inexact.push({ place: at, message, effect });
  const references = createReferences(document);
  const algebra = createShapeAlgebra(note);
  const known = new Map<string, Shape>();
  const start = { schema, place };
  const reader = { references, recursion: createRecursion(references), algebra, note, known };
  const shape = readDefinition(reader, { entry: start, current: start });
  const writer = createTypeWriter(algebra, note);
  const converted = writer.convert(shape);
  return {
    ...converted,
    inexact: inOrder(inexact),
    definitions: definedTypes(writer, known, shape),
    closed: writer.closed,
  };
}

function createTypeWriter(algebra: TypeWriter["algebra"], note: Note): TypeWriter {
  const writer: TypeWriter = {
    algebra,
    note,
    closed: new Map(),
    known: new Map(),
    convert: (shape) => shapeToType(writer, shape),
  };
  return writer;
}

/** The types of the definitions that took part, but for the whole. */
function definedTypes(
  writer: TypeWriter,
  known: ReadonlyMap<string, Shape>,
  whole: Shape,
): ReadonlyMap<Type, string> {
  const definitions = new Map<Type, string>();
  for (const { place, body } of known.values()) {
    const type = writer.known.get(body)?.type;
    if (type && body !== whole.body && !definitions.has(type)) definitions.set(type, place);
  }
  return definitions;
}

function inOrder(inexact: readonly InexactKeyword[]): readonly InexactKeyword[] {
  const distinct = new Map(inexact.map((keyword) => [JSON.stringify(keyword), keyword]));
  const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  return [...distinct.values()].sort(
    (left, right) => compare(left.place, right.place) || compare(left.message, right.message),
  );
}
