import type { EntitySchema } from "../check/typed-policy-set.js";
import type { Need } from "../ir/needs.js";
import { printFieldType, printType } from "../types/print-type.js";
import type { Field, Type } from "../types/type.js";

/** Types and fields by name: what a reader needs to know of a policy set's schema. */
export type Entities = ReadonlyMap<string, EntitySchema>;

/** A key that two fields share iff one function can read both. `closed`: below the arguments, where nothing undeclared is let through. */
export function fieldKey(entities: Entities, field: Field, need: Need | undefined, closed: boolean): string {
  const isPlaced = closed && (hangsOnPlace(field.type) || (field.optional && field.nullable));
  const marks = `${field.optional ? "?" : ""}${isPlaced ? "!" : ""}`;
  return `${marks}${printed(field)}${needKey(entities, field.type, need)}`;
}

/** {@link fieldKey} for what has to be there, as elements of lists. */
export function typeKey(entities: Entities, type: Type, need: Need | undefined, closed: boolean): string {
  return `${closed && hangsOnPlace(type) ? "!" : ""}${printType(type)}${needKey(entities, type, need)}`;
}

const printedFields = new WeakMap<Field, string>();

function printed(field: Field): string {
  const text = printedFields.get(field) ?? printFieldType(field);
  printedFields.set(field, text);
  return text;
}

/** Whether reading a type is another thing in arguments: records are closed there, and times are forwarded as written. */
function hangsOnPlace(type: Type): boolean {
  switch (type.kind) {
    case "Record":
    case "Entity":
    case "Time":
    case "Date":
    case "Duration":
      return true;
    case "List":
      return hangsOnPlace(type.element);
    case "Map":
      return hangsOnPlace(type.value);
    default:
      return false;
  }
}

/** What is read of the entities in a value; empty where there are none. */
function needKey(entities: Entities, type: Type, need: Need | undefined): string {
  switch (type.kind) {
    case "Entity":
      return `(${neededProperties(entities, type, need).map((name) => name + propertyKeys(entities, type, name, need))}${need?.ancestors ? "^" : ""})`;
    case "List":
      return needKey(entities, type.element, need?.elements);
    case "Map":
      return needKey(entities, type.value, need?.elements);
    case "Record":
      return [...type.fields.values()]
        .map((field) => needKey(entities, field.type, need?.members.get(field.name)))
        .join("");
    default:
      return "";
  }
}

function propertyKeys(
  entities: Entities,
  type: Extract<Type, { kind: "Entity" }>,
  name: string,
  need: Need | undefined,
): string {
  const fields = type.names.flatMap((entity) => entities.get(entity)?.attributes.get(name) ?? []);
  return fields.map((field) => `:${needKey(entities, field.type, need?.members.get(name))}`).join("");
}

/** The properties that are read of an entity and that one of its types declares, in their first declaration's order. */
export function neededProperties(
  entities: Entities,
  type: Extract<Type, { kind: "Entity" }>,
  need: Need | undefined,
): readonly string[] {
  const names = type.names.flatMap((name) => [...(entities.get(name)?.attributes.keys() ?? [])]);
  return [...new Set(names)].filter((name) => need?.members.has(name));
}
