import type { SchemaObject, Subschema } from "./json-schema.js";
import type { Note } from "./notes.js";
import type { Shape } from "./shape.js";
import type { ShapeAlgebra } from "./shape-algebra.js";

/** What reading the keywords of one schema goes by. */
export interface SchemaReader {
  readonly schema: SchemaObject;
  readonly place: string;
  readonly algebra: ShapeAlgebra;
  readonly note: Note;
  /** Reads a schema within this one. */
  read(inner: Subschema): Shape;
}
