import { printAttributeName, printString } from "../../syntax/print-string.js";
import { printType } from "../../types/print-type.js";
import type { Bounds, Field, Type } from "../../types/type.js";
import { docLines, printDoc } from "./doc-comment.js";
import { printNumber } from "./print-number.js";

/** The name under which a type is declared, for those that have one. */
export type TypeNames = (type: Type) => string | undefined;

/** A type that is writable, as source text with its documentation; where it has a name, the name. */
export function printImportedType(type: Type, nameOf: TypeNames): string {
  return nameOf(type) ?? printStructure(type, nameOf);
}

/** {@link printImportedType} without the name of the type itself: what its declaration says. */
export function printStructure(type: Type, nameOf: TypeNames): string {
  switch (type.kind) {
    case "Number":
      return `Number${printBounds(" in", type.bounds)}`;
    case "Literals":
      return type.values.map(printString).join(" | ");
    case "List":
      return `List<${printImportedType(type.element, nameOf)}>${printBounds(" length", type.length)}`;
    case "Map":
      return `Map<${printImportedType(type.value, nameOf)}>`;
    case "Record":
      return printRecord([...type.fields.values()], type.open, nameOf);
    default:
      return printType(type);
  }
}

/** A property or parameter, its documentation before it. */
export function printImportedField(field: Field, nameOf: TypeNames, more: readonly string[] = []): string {
  const lines = [...docLines(field.documentation.join("\n")), ...more];
  const mark = field.optional ? "?: " : ": ";
  const type = printImportedType(field.type, nameOf) + (field.nullable ? " | null" : "");
  return `${printDoc(lines)}${printAttributeName({ text: field.name })}${mark}${type}`;
}

function printRecord(fields: readonly Field[], open: boolean, nameOf: TypeNames): string {
  const members = fields.map((field) => printImportedField(field, nameOf));
  const all = open ? [...members, "..."] : members;
  if (all.length === 0) return "{}";
  return all.some((member) => member.startsWith("///"))
    ? `{\n${all.join(",\n")}\n}`
    : `{ ${all.join(", ")} }`;
}

function printBounds(keyword: string, bounds: Bounds | undefined): string {
  if (!bounds) return "";
  const { minimum, maximum } = bounds;
  const written = [minimum, maximum].map((bound) => (bound === undefined ? "" : printNumber(bound)));
  return `${keyword} ${written.join("..")}`;
}
