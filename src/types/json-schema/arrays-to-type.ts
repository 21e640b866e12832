import { makeBounds } from "../bounds.js";
import type { Type } from "../type.js";
import { fitting } from "./fitting.js";
import type { ArrayShape, Shape } from "./shape.js";
import type { TypeWriter } from "./type-writer.js";

/** The type of lists: several kinds of lists become one that holds what any of them may hold. */
export function arraysToType(writer: TypeWriter, arrays: readonly ArrayShape[], place: string): Type {
  if (arrays.length > 1)
    writer.note(place, "lists of several kinds become one: more values are accepted", "wider");
  const own = arrays.find((array) => array.place !== "")?.place ?? place;
  const [only, ...others] = arrays.map(({ element }) => element);
  const element =
    only && others.length === 0
      ? only
      : writer.algebra.unite(
          arrays.map(({ element }) => element),
          place,
        );
  const minimum = Math.min(...arrays.map((array) => array.minimum));
  const maximum = Math.max(...arrays.map((array) => array.maximum));
  const length = makeBounds(
    minimum === 0 ? -Infinity : minimum,
    maximum > Number.MAX_SAFE_INTEGER ? Infinity : maximum,
  );
  return { kind: "List", element: memberType(writer, element, own, maximum), ...(length && { length }) };
}

/** The type of what is in a list or a map, where there is no `null`. */
export function memberType(writer: TypeWriter, shape: Shape, place: string, most = Infinity): Type {
  if (most === 0) return { kind: "Json" };
  const { type, nullable } = writer.convert(shape);
  if (nullable) writer.note(place, "`null` in a list or a map cannot be kept: it is refused", "narrower");
  return fitting(writer.note, type, place);
}
