import { keyword } from "./json-schema.js";
import type { Note } from "./notes.js";
import { numberRange, uniteRanges } from "./number-ranges.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyArray, anyObject, anyString, type Shape } from "./shape.js";

/** `const` and `enum`. */
export function readConstants({ schema, place, note, algebra }: SchemaReader): Shape | undefined {
  const values = keyword(schema, "enum");
  const constant = Object.hasOwn(schema, "const")
    ? shapeOfValues([schema.const], place, `${place}/const`, note)
    : undefined;
  const listed = Array.isArray(values) ? shapeOfValues(values, place, `${place}/enum`, note) : undefined;
  return constant && listed ? algebra.intersect(constant, listed, place) : (constant ?? listed);
}

function shapeOfValues(values: readonly unknown[], place: string, own: string, note: Note): Shape {
  const texts = values.filter((value) => typeof value === "string");
  const numbers = values.filter((value) => typeof value === "number");
  const hasList = values.some(Array.isArray);
  const hasObject = values.some((value) => typeof value === "object" && value && !Array.isArray(value));
  if (hasList || hasObject) {
    const what = hasList ? "lists" : "objects";
    note(own, `constants that are ${what} cannot be kept: more values are accepted`, "wider");
  }
  return {
    place,
    nullable: values.includes(null),
    body: {
      booleans: [false, true].filter((value) => values.includes(value)),
      numbers: uniteRanges(numbers.flatMap((value) => numberRange(false, value, value))),
      strings: texts.length > 0 ? [{ ...anyString, values: [...new Set(texts)] }] : [],
      arrays: hasList ? [anyArray] : [],
      objects: hasObject ? [{ ...anyObject, saysRest: true }] : [],
    },
  };
}
