import { createIntersection } from "./intersect-shapes.js";
import type { Note } from "./notes.js";
import type { Shape } from "./shape.js";
import { createShapeKeys } from "./shape-keys.js";
import { createUnion } from "./unite-shapes.js";

/** What can be done with shapes. */
export interface ShapeAlgebra {
  /** What both accept. */
  intersect(left: Shape, right: Shape, place: string): Shape;
  /** What one of them accepts, of which there is one at least. */
  unite(shapes: readonly Shape[], place: string): Shape;
}

/** The operations of one conversion; an approximation is noted at the place of the whole. */
export function createShapeAlgebra(note: Note): ShapeAlgebra {
  return { intersect: createIntersection(note), unite: createUnion(createShapeKeys()) };
}
