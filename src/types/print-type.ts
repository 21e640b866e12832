import { assertNever } from "../util/invariant.js";
import type { Bounds, Field, Type } from "./type.js";

/** A type as Pol writes it: for messages, and for what a request's problem says was expected. */
export function printType(type: Type): string {
  return type.secret ? `${printPlain(type)} secret` : printPlain(type);
}

/** A type for a message about an expression: a type of one value only, as literals have, by its kind. */
export function describeType(type: Type): string {
  if (type.kind === "Literals" && type.values.length === 1) return "String";
  if (type.kind === "List" && isExact(type.length)) return `List<${describeType(type.element)}>`;
  return "bounds" in type && isExact(type.bounds) ? type.kind : printType(type);
}

function isExact(bounds: Bounds | undefined): boolean {
  return bounds !== undefined && bounds.minimum === bounds.maximum;
}

/** A field as Pol writes it: `limit?: Int in 1..100`. */
export function printField(field: Field): string {
  return `${printAttributeName(field.name)}${field.optional ? "?" : ""}: ${printFieldType(field)}`;
}

/** The type of a field with the `null` that it admits. */
export function printFieldType(field: Field): string {
  return field.nullable ? `${printType(field.type)} | null` : printType(field.type);
}

function printPlain(type: Type): string {
  switch (type.kind) {
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
    case "Int":
    case "Number":
      return type.kind + printBounds(" in", type.bounds, String);
    case "Duration":
      return type.kind + printBounds(" in", type.bounds, printMilliseconds);
    case "String":
      return `String${printBounds(" length", type.length, String)}${type.pattern ? ` matches /${type.pattern.source}/` : ""}`;
    case "Literals":
      return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "List":
      return `List<${printType(type.element)}>${printBounds(" length", type.length, String)}`;
    case "Map":
      return `Map<${printType(type.value)}>`;
    case "Record":
      return printRecord([...type.fields.values()].map(printField), type.open);
    case "Entity":
      return type.names.join(" | ");
    default:
      return assertNever(type);
  }
}

function printRecord(fields: readonly string[], open: boolean): string {
  const members = open ? [...fields, "..."] : fields;
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function printBounds(keyword: string, bounds: Bounds | undefined, print: (bound: number) => string): string {
  if (!bounds) return "";
  const { minimum, maximum } = bounds;
  return `${keyword} ${minimum === undefined ? "" : print(minimum)}..${maximum === undefined ? "" : print(maximum)}`;
}

const durationUnits: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** A duration literal of Pol: the largest unit that divides it. */
export function printMilliseconds(milliseconds: number): string {
  const unit = durationUnits.find(([, size]) => milliseconds !== 0 && milliseconds % size === 0);
  return unit ? `${milliseconds / unit[1]}${unit[0]}` : `${milliseconds}ms`;
}

const word = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** An attribute's name as Pol writes it: quoted where it is no word. */
export function printAttributeName(name: string): string {
  return word.test(name) ? name : JSON.stringify(name);
}
