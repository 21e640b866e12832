import { escapeToken } from "../json-pointer.js";
import { measureType } from "../measure-type.js";
import type { Field, Type } from "../type.js";
import { memberType } from "./arrays-to-type.js";
import { isAnything, isNothing, type ObjectShape, type PropertyShape } from "./shape.js";
import type { TypeWriter } from "./shape-to-type.js";

/** The type of objects: a record or a map. Alternatives with the same properties become one record, and others any JSON. */
export function objectsToType(writer: TypeWriter, objects: readonly ObjectShape[], place: string): Type {
  const [only, ...others] = objects;
  if (only && others.length === 0) return objectToType(writer, only, place);
  const merged = mergeObjects(writer, objects, place);
  const became = merged
    ? "become one: more values are accepted"
    : "have no type in Pol: any JSON is accepted";
  writer.note(place, `objects of several kinds ${became}`, "wider");
  return merged ? objectToType(writer, merged, place) : { kind: "Json" };
}

/** `anyOf` beside `properties` says, as a rule, which of them are required together. */
function mergeObjects(
  { algebra }: TypeWriter,
  objects: readonly ObjectShape[],
  place: string,
): ObjectShape | undefined {
  const names = new Set(objects.flatMap(({ properties }) => [...properties.keys()]));
  const [first] = objects;
  if (!first || objects.some(({ properties }) => properties.size < names.size)) return undefined;
  const properties = [...first.properties].map(([name, property]): [string, PropertyShape] => {
    const shapes = objects.flatMap((object) => object.properties.get(name)?.shape ?? []);
    return [name, { ...property, shape: algebra.unite(shapes, shapes[0]?.place ?? place) }];
  });
  return {
    place,
    properties: new Map(properties),
    required: new Set(
      [...first.required].filter((name) => objects.every(({ required }) => required.has(name))),
    ),
    rest: algebra.unite(
      objects.map(({ rest }) => rest),
      place,
    ),
    saysRest: objects.some(({ saysRest }) => saysRest),
  };
}

function objectToType(writer: TypeWriter, object: ObjectShape, place: string): Type {
  const { properties, rest, saysRest } = object;
  const own = object.place || place;
  if (saysRest && properties.size === 0 && !isAnything(rest) && !isNothing(rest))
    return { kind: "Map", value: memberType(writer, rest, own) };
  const isOpen = saysRest && !isNothing(rest);
  if (isOpen && !isAnything(rest))
    writer.note(own, "other properties of one type cannot be kept: any are accepted", "wider");
  const fields = [...properties].flatMap(([name, property]) =>
    fieldOf(writer, object, name, property, isOpen),
  );
  const type: Type = { kind: "Record", fields: fittingFields(writer, fields, place), open: isOpen };
  if (!saysRest) writer.closed.set(type, own);
  return type;
}

function fieldOf(
  writer: TypeWriter,
  { required }: ObjectShape,
  name: string,
  { shape, documentation }: PropertyShape,
  isOpen: boolean,
): readonly Field[] {
  if (!name.isWellFormed()) return []; // no request has it
  if (isNothing(shape)) {
    if (isOpen) writer.note(shape.place, "a property that must not be there is accepted", "wider");
    return [];
  }
  return [{ name, ...writer.convert(shape), optional: !required.has(name), documentation }];
}

/** How large a record may be: a declared type has twice as much room. */
const largest = { nodes: 5000, depth: 150 };

/** The fields, of which the largest become `Json` until all of them fit. */
function fittingFields(
  writer: TypeWriter,
  fields: readonly Field[],
  place: string,
): ReadonlyMap<string, Field> {
  const sizes = fields.map((field) => ({ field, ...measureType(field.type) }));
  const inOrder = [...sizes].sort(
    (left, right) => right.nodes - left.nodes || (left.field.name < right.field.name ? -1 : 1),
  );
  let nodes = sizes.reduce((sum, size) => sum + size.nodes, 0);
  const tooLarge = new Set<Field>();
  for (const size of inOrder) {
    if (nodes <= largest.nodes && size.depth <= largest.depth) continue;
    if (size.nodes === 1) continue;
    nodes -= size.nodes - 1;
    tooLarge.add(size.field);
    writer.note(
      `${place}/properties/${escapeToken(size.field.name)}`,
      "a schema this large has no type in Pol: any JSON is accepted",
      "wider",
    );
  }
  return new Map(
    fields.map((field) => [field.name, tooLarge.has(field) ? { ...field, type: { kind: "Json" } } : field]),
  );
}
