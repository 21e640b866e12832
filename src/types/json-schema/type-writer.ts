import type { Type } from "../type.js";
import type { Note } from "./notes.js";
import type { Body, Shape } from "./shape.js";
import type { ShapeAlgebra } from "./shape-algebra.js";

/** A type, and whether `null` is a value beside it. */
export interface Converted {
  readonly type: Type;
  readonly nullable: boolean;
}

/** Turns the shapes of one document into types. */
export interface TypeWriter {
  readonly algebra: ShapeAlgebra;
  readonly note: Note;
  /** Is told of each record that is closed though its schema says nothing of other properties. */
  readonly closed: Map<Type, string>;
  /** The types of the bodies that were converted; `nullable` says whether `null` may be added. */
  readonly known: Map<Body, Converted>;
  convert(shape: Shape): Converted;
}
