import type { Field, Type } from "../type.js";
import { memberType } from "./arrays-to-type.js";
import { fittingFields } from "./fitting.js";
import { isAnything, isNothing, type ObjectShape, type PropertyShape, propertyOf } from "./shape.js";
import type { TypeWriter } from "./type-writer.js";

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
  const [first, ...others] = objects;
  const names = namesOf(objects);
  if (!first || names.some((name) => objects.some((object) => !namesOf([object]).includes(name))))
    return undefined;
  const properties = names.map((name): [string, PropertyShape] => {
    const { shape, documentation } = propertyOf(first, name);
    const shapes = [shape, ...others.map((object) => propertyOf(object, name).shape)];
    return [name, { shape: algebra.unite(shapes, place), documentation }];
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

/** The names of properties; a required one is one, though nothing else may be said of it. */
function namesOf(objects: readonly ObjectShape[]): readonly string[] {
  return [...new Set(objects.flatMap(({ properties, required }) => [...properties.keys(), ...required]))];
}

function objectToType(writer: TypeWriter, object: ObjectShape, place: string): Type {
  const { rest, saysRest } = object;
  const names = namesOf([object]);
  const own = object.place || place;
  if (saysRest && names.length === 0 && !isAnything(rest) && !isNothing(rest))
    return { kind: "Map", value: memberType(writer, rest, own) };
  const isOpen = saysRest && !isNothing(rest);
  if (isOpen && !isAnything(rest))
    writer.note(own, "other properties of one type cannot be kept: any are accepted", "wider");
  const fields = names.flatMap((name) => fieldOf(writer, object, name, isOpen));
  const fitting = fittingFields(writer.note, fields, place);
  if (!fitting) return { kind: "Json" };
  const type: Type = { kind: "Record", fields: fitting, open: isOpen };
  if (!saysRest) writer.closed.set(type, own);
  return type;
}

function fieldOf(writer: TypeWriter, object: ObjectShape, name: string, isOpen: boolean): readonly Field[] {
  const { shape, documentation } = propertyOf(object, name);
  if (!name.isWellFormed()) return []; // no request has it
  if (isNothing(shape)) {
    if (isOpen) writer.note(shape.place, "a property that must not be there is accepted", "wider");
    return [];
  }
  return [{ name, ...writer.convert(shape), optional: !object.required.has(name), documentation }];
}
