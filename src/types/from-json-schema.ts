import { plainPointer, valueAt } from "./json-pointer.js";
import { isDraft07, isSchema, type JsonSchema } from "./json-schema/json-schema.js";
import { findLivePlaces, type ReadPlaces } from "./json-schema/live-places.js";
import type { InexactKeyword, Note } from "./json-schema/notes.js";
import { type DocumentReader, readDefinition } from "./json-schema/read-definition.js";
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
  const start = { schema, place };
  const reader = createDocumentReader(document, note);
  const shape = readDefinition(reader, { entry: start, current: start });
  const writer = createTypeWriter(reader, note);
  const converted = writer.convert(shape);
  const live = findLivePlaces(start, reader.references, placesRead(reader, writer));
  return {
    ...converted,
    inexact: inOrder(inexact.filter((keyword) => live.has(keyword.place))),
    definitions: definedTypes(writer, reader, shape),
    closed: writer.closed,
  };
}

function createDocumentReader(document: JsonSchema, note: Note): DocumentReader {
  const references = createReferences(document);
  return {
    isDraft07: isDraft07(document),
    references,
    recursion: createRecursion(references),
    algebra: createShapeAlgebra(note),
    note,
    known: new Map(),
    read: new Map(),
  };
}

function createTypeWriter({ algebra }: DocumentReader, note: Note): TypeWriter {
  const writer: TypeWriter = {
    algebra,
    note,
    closed: new Map(),
    known: new Map(),
    convert: (shape) => shapeToType(writer, shape),
  };
  return writer;
}

function placesRead({ read }: DocumentReader, { known }: TypeWriter): ReadPlaces {
  return {
    wasRead: (place) => read.has(place),
    isOpaque: (place) =>
      read
        .get(place)
        ?.every((shape) => shape.place === place && known.get(shape.body)?.type.kind === "Json") ?? false,
  };
}

/** The types of the definitions that took part, but for the whole. */
function definedTypes(
  writer: TypeWriter,
  { known }: DocumentReader,
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
