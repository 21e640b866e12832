import { numberShapes } from "./number-shapes.js";
import type { Shape } from "./shape.js";
import { structureShapes } from "./structure-shapes.js";
import { textShapes } from "./text-shapes.js";
import { toolShapes } from "./tool-shapes.js";

/** All shapes, in the order in which they are measured. */
export const shapes: readonly Shape[] = [...structureShapes, ...textShapes, ...numberShapes, ...toolShapes];
