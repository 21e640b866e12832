import { closeUnevaluated } from "./close-unevaluated.js";
import { type JsonSchema, keyword, type SchemaObject, type Subschema } from "./json-schema.js";
import { noteMalformed } from "./malformed-keywords.js";
import type { Note } from "./notes.js";
import { readArrays } from "./read-arrays.js";
import { readCombinations } from "./read-combinations.js";
import { readConstants } from "./read-constants.js";
import { readNumbers } from "./read-numbers.js";
import { readObjects } from "./read-objects.js";
import { readStrings } from "./read-strings.js";
import { readTypeKeyword, typeNames } from "./read-type-keyword.js";
import type { Reading, Recursion } from "./recursion.js";
import type { References } from "./references.js";
import type { SchemaReader } from "./schema-reader.js";
import { anything, nothing, type Shape, unknownBody } from "./shape.js";
import type { ShapeAlgebra } from "./shape-algebra.js";

/** What reading a document goes by, and what it found. */
export interface DocumentReader {
  /** Whether the document says that it is one of draft-07. */
  readonly isDraft07: boolean;
  readonly references: References;
  readonly recursion: Recursion;
  readonly algebra: ShapeAlgebra;
  readonly note: Note;
  /** What was read already, by the place and by where its cycle was entered. */
  readonly known: Map<string, Shape>;
  /** The shapes of the schemas at each place: several, where a cycle was entered from several places. */
  readonly read: Map<string, Shape[]>;
}

/** How deep schemas may be within one another; references count. Types are walked recursively, and have such a bound too. */
const depthLimit = 150;

/** Reads a schema that is referred to, or the one that is asked for; each once, so that it is one type wherever it is used. */
export function readDefinition(document: DocumentReader, reading: Reading, depth = 0): Shape {
  const key = JSON.stringify([reading.entry.place, reading.current.place]);
  const shape = document.known.get(key) ?? readSchema(document, reading, reading.current, depth);
  document.known.set(key, shape);
  return shape;
}

function readSchema(document: DocumentReader, reading: Reading, inner: Subschema, depth: number): Shape {
  const shape = readUnrecorded(document, reading, inner, depth);
  document.read.set(inner.place, [...(document.read.get(inner.place) ?? []), shape]);
  return shape;
}

function readUnrecorded(
  document: DocumentReader,
  reading: Reading,
  { schema, place }: Subschema,
  depth: number,
): Shape {
  if (schema === true) return anything(place);
  if (schema === false) return nothing(place);
  if (depth > depthLimit)
    return giveUp(document, schema, place, `a schema more than ${depthLimit} levels deep`);
  const reference = readReference(document, reading, schema, place, depth);
  const reader: SchemaReader = {
    schema,
    place,
    algebra: document.algebra,
    note: document.note,
    read: (deeper) => readSchema(document, reading, deeper, depth + 1),
  };
  noteMalformed(reader);
  const shapes = [...(reference ? [reference] : []), ...readKeywords(reader)];
  // Alone, a reference stays what it refers to, place and all.
  const shape = shapes.reduce(
    (left, right) => document.algebra.intersect(left, right, place),
    anything(place),
  );
  return document.isDraft07 ? shape : closeUnevaluated(reader, document.references, shape);
}

function readKeywords(reader: SchemaReader): readonly Shape[] {
  const groups = [readTypeKeyword, readConstants, readNumbers, readStrings, readArrays, readObjects];
  return [...groups.flatMap((read) => read(reader) ?? []), ...readCombinations(reader)];
}

function readReference(
  document: DocumentReader,
  reading: Reading,
  schema: SchemaObject,
  place: string,
  depth: number,
): Shape | undefined {
  const reference = keyword(schema, "$ref");
  if (typeof reference !== "string") return undefined;
  const target = document.references.target(schema);
  if (!target) {
    const what = `the reference \`${reference}\`, which leads to no schema of the document,`;
    return giveUp(document, true, place, what);
  }
  const direction = document.recursion.direction(reading, target);
  if (direction === "back") return giveUp(document, target.schema, place, "a schema that contains itself");
  const entry = direction === "on" ? reading.entry : target;
  return readDefinition(document, { entry, current: target }, depth + 1);
}

/** Stands for a schema that is not read. */
function giveUp(document: DocumentReader, schema: JsonSchema, place: string, what: string): Shape {
  document.note(place, `${what} has no type in Pol: any JSON is accepted`, "wider");
  return { place, nullable: !refusesNull(schema), body: unknownBody };
}

function refusesNull(schema: JsonSchema): boolean {
  if (typeof schema === "boolean" || keyword(schema, "nullable") === true) return schema === false;
  const types = typeNames(keyword(schema, "type"));
  return types !== undefined && !types.includes("null");
}
