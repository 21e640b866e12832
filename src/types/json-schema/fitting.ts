import { escapeToken } from "../json-pointer.js";
import { measureType } from "../measure-type.js";
import type { Field, Type } from "../type.js";
import type { Note } from "./notes.js";

/** How large and how deep the type of a part may be, so that the whole fits the limits of a declared type. */
const largest = { nodes: 5000, depth: 200 };

/** The type of a list's elements or a map's values, unless it is too large. */
export function fitting(note: Note, type: Type, place: string): Type {
  const { nodes, depth } = measureType(type);
  if (nodes < largest.nodes && depth < largest.depth) return type;
  noteTooLarge(note, place);
  return { kind: "Json" };
}

/** The fields of a record, of which the largest become `Json` until all of them fit; undefined where they are too many. */
export function fittingFields(
  note: Note,
  fields: readonly Field[],
  place: string,
): ReadonlyMap<string, Field> | undefined {
  if (fields.length >= largest.nodes) {
    noteTooLarge(note, place);
    return undefined;
  }
  const tooLarge = new Set(tooLargeOf(fields));
  for (const name of tooLarge) noteTooLarge(note, `${place}/properties/${escapeToken(name)}`);
  return new Map(
    fields.map((field) => [
      field.name,
      tooLarge.has(field.name) ? { ...field, type: { kind: "Json" } } : field,
    ]),
  );
}

function tooLargeOf(fields: readonly Field[]): readonly string[] {
  const sizes = fields.map(({ name, type }) => ({ name, ...measureType(type) }));
  let nodes = sizes.reduce((sum, size) => sum + size.nodes, 0);
  const inOrder = sizes.sort((left, right) => right.nodes - left.nodes || (left.name < right.name ? -1 : 1));
  return inOrder.flatMap((size) => {
    if (size.depth < largest.depth && (nodes < largest.nodes || size.nodes === 1)) return [];
    nodes -= size.nodes - 1;
    return [size.name];
  });
}

function noteTooLarge(note: Note, place: string): void {
  note(place, "a schema this large has no type in Pol: any JSON is accepted", "wider");
}
