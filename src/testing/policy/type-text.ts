import { printMilliseconds } from "../../types/print-type.js";
import type { Bounds, Field, Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { attributeName, quote } from "./pol-text.js";

/** A type as a declaration writes it, with the declared name of every part that has one. Without aliases, equal types have equal texts. */
export function typeText(type: Type, aliases: ReadonlyMap<string, string> = new Map()): string {
  const plain = `${plainText(type, aliases)}${type.secret ? " secret" : ""}`;
  return aliases.get(plain) ?? plain;
}

/** A field as a declaration writes it. */
export function fieldText(field: Field, aliases?: ReadonlyMap<string, string>): string {
  const mark = field.optional ? "?" : "";
  const type = typeText(field.type, aliases);
  return `${attributeName(field.name)}${mark}: ${type}${field.nullable ? " | null" : ""}`;
}

function plainText(type: Type, aliases: ReadonlyMap<string, string>): string {
  switch (type.kind) {
    case "Int":
    case "Number":
      return type.kind + boundsText(" in", type.bounds, String);
    case "Duration":
      return type.kind + boundsText(" in", type.bounds, printMilliseconds);
    case "String":
      return `String${boundsText(" length", type.length, String)}${type.pattern ? ` matches /${type.pattern.source}/` : ""}`;
    case "Literals":
      return type.values.map(quote).join(" | ");
    case "List":
      return `List<${typeText(type.element, aliases)}>${boundsText(" length", type.length, String)}`;
    case "Map":
      return `Map<${typeText(type.value, aliases)}>`;
    case "Record":
      return recordText(type.fields, type.open, aliases);
    case "Entity":
      return type.names.join(" | ");
    case "Bool":
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
    case "Json":
      return type.kind;
    default:
      return assertNever(type);
  }
}

function recordText(
  fields: ReadonlyMap<string, Field>,
  open: boolean,
  aliases: ReadonlyMap<string, string>,
): string {
  const members = [...fields.values()].map((own) => fieldText(own, aliases));
  return `{ ${[...members, ...(open ? ["..."] : [])].join(", ")} }`;
}

function boundsText(keyword: string, bounds: Bounds | undefined, print: (bound: number) => string): string {
  if (!bounds) return "";
  const { minimum, maximum } = bounds;
  if (minimum === maximum && minimum !== undefined && keyword === " length")
    return `${keyword} ${print(minimum)}`;
  return `${keyword} ${minimum === undefined ? "" : print(minimum)}..${maximum === undefined ? "" : print(maximum)}`;
}
