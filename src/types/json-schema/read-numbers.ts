import { keyword } from "./json-schema.js";
import { nextDouble, previousDouble } from "./next-double.js";
import { noteDropped } from "./notes.js";
import { numberRange } from "./number-ranges.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyBody, type Shape } from "./shape.js";

/** The bounds of numbers; an exclusive one is the next double. A multiple of a whole number is whole. */
export function readNumbers({ schema, place, note }: SchemaReader): Shape | undefined {
  const bound = (name: string): number | undefined => numberOf(keyword(schema, name));
  const above = bound("exclusiveMinimum");
  const below = bound("exclusiveMaximum");
  const minimum = Math.max(
    bound("minimum") ?? -Infinity,
    above === undefined ? -Infinity : nextDouble(above),
  );
  const maximum = Math.min(
    bound("maximum") ?? Infinity,
    below === undefined ? Infinity : previousDouble(below),
  );
  const given = bound("multipleOf");
  const factor = given !== undefined && given > 0 ? given : undefined;
  if (factor !== undefined && factor !== 1) noteDropped(note, place, "multipleOf");
  const whole = factor !== undefined && Number.isInteger(factor);
  if (!whole && minimum === -Infinity && maximum === Infinity) return undefined;
  return { place, nullable: true, body: { ...anyBody, numbers: numberRange(whole, minimum, maximum) } };
}

/** The number that a keyword has, if it has one. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && !Number.isNaN(value) ? value : undefined;
}

/** The count that a keyword has, if it has one. */
export function countOf(value: unknown): number | undefined {
  const count = numberOf(value);
  return count !== undefined && Number.isInteger(count) && count >= 0 ? count : undefined;
}
