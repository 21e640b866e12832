import { printAttributeName, printString } from "../../syntax/print-string.js";
import { printType } from "../../types/print-type.js";
import type { Bounds, Field, Type } from "../../types/type.js";
import { docLines, printDoc } from "./doc-comment.js";
import type { NamedTypes } from "./named-types.js";
import { printNumber } from "./print-number.js";

/** A type that is writable, as source text with its documentation; where it has a name, the name. */
export function printImportedType(type: Type, types: NamedTypes): string {
  return types.nameOf(type) ?? printStructure(type, types);
}

/** {@link printImportedType} without the name of the type itself: what its declaration says. */
export function printStructure(type: Type, types: NamedTypes): string {
  switch (type.kind) {
    case "Number":
      return `Number${printBounds(" in", type.bounds)}`;
    case "Literals":
      return type.values.map(printString).join(" | ");
    case "List":
      return `List<${printImportedType(type.element, types)}>${printBounds(" length", type.length)}`;
    case "Map":
      return `Map<${printImportedType(type.value, types)}>`;
    case "Record":
      return printRecord([...type.fields.values()], type.open, types);
    default:
      return printType(type);
  }
}

/** A property or parameter, its documentation before it: its own, or that of a definition that is written out here. */
export function printImportedField(field: Field, types: NamedTypes, more: readonly string[] = []): string {
  const own = docLines(field.documentation.join("\n"));
  const inherited = types.nameOf(field.type) === undefined ? types.descriptionOf(field.type) : "";
  const lines = [...(own.length > 0 ? own : docLines(inherited)), ...more];
  const mark = field.optional ? "?: " : ": ";
  const type = printImportedType(field.type, types) + (field.nullable ? " | null" : "");
  return `${printDoc(lines)}${printAttributeName({ text: field.name })}${mark}${type}`;
}

function printRecord(fields: readonly Field[], open: boolean, types: NamedTypes): string {
  const members = fields.map((field) => printImportedField(field, types));
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
