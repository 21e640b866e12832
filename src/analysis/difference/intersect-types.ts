import { printType } from "../../types/print-type.js";
import type { Bounds, Field, Type, TypeOf } from "../../types/type.js";

/** What two types have in common. */
export interface CommonType {
  readonly type: Type;
  /** Whether it has all that they have in common, and means to both sets what it means to each. */
  readonly isExact: boolean;
}

/**
 * The values that two types share. Where Pol has no type for them, or values of the two are told apart in different ways (a String keeps
 * what a Path resolves), it is one of the two and not exact.
 */
export function intersectTypes(left: Type, right: Type): CommonType {
  if (plainText(left) === plainText(right)) return exactly(right);
  switch (left.kind) {
    case "Int":
    case "Number":
      return right.kind === "Int" || right.kind === "Number"
        ? exactly(intersectNumbers(left, right))
        : spelt(left, right);
    case "Duration":
      return right.kind === left.kind
        ? exactly({ ...left, bounds: intersectBounds(left.bounds, right.bounds) })
        : spelt(left, right);
    case "String":
      return intersectText(left, right);
    case "Literals":
      return right.kind === "String" ? intersectText(right, left) : intersectLiterals(left, right);
    case "List":
      return right.kind === "List" ? intersectLists(left, right) : inexactly(right);
    case "Map":
      return right.kind === "Map" ? intersectMaps(left, right) : inexactly(right);
    case "Record":
      return right.kind === "Record" ? intersectRecords(left, right) : inexactly(right);
    case "Entity":
      return right.kind === "Entity"
        ? exactly({ ...right, names: both(left.names, right.names) })
        : inexactly(right);
    default:
      return spelt(left, right);
  }
}

/** A String keeps what the other type brings into a plain form: of the texts in that form both sets judge alike. */
function spelt(left: Type, right: Type): CommonType {
  return inexactly(right.kind === "String" ? left : right);
}

/** 1 and 1.0 are one number. */
function intersectNumbers(left: NumberType, right: NumberType): NumberType {
  const bounds = intersectBounds(left.bounds, right.bounds);
  if (left.kind === right.kind) return { ...left, bounds };
  const { minimum, maximum } = bounds;
  return {
    kind: "Int",
    bounds: {
      ...(minimum !== undefined && { minimum: Math.ceil(minimum) }),
      ...(maximum !== undefined && { maximum: Math.floor(maximum) }),
    },
  };
}

type NumberType = TypeOf<"Int"> | TypeOf<"Number">;

/** A field that is as both declare it. */
export function intersectFields(
  left: Field,
  right: Field,
): { readonly field: Field; readonly isExact: boolean } {
  const { type, isExact } = intersectTypes(left.type, right.type);
  const optional = left.optional && right.optional;
  return { field: { ...right, type, optional, nullable: left.nullable && right.nullable }, isExact };
}

/** Whether something is kept out of logs, says nothing about which values there are. */
function plainText(type: Type): string {
  return printType(type).replace(/ secret$/, "");
}

/** Whether a type is seen to have no value. */
export function isEmptyType(type: Type): boolean {
  if (type.kind === "Literals") return type.values.length === 0;
  if (type.kind === "Entity") return type.names.length === 0;
  const bounds = "bounds" in type ? type.bounds : "length" in type ? type.length : undefined;
  return (bounds?.minimum ?? -Infinity) > (bounds?.maximum ?? Infinity);
}

function exactly(type: Type): CommonType {
  return { type, isExact: true };
}

function inexactly(type: Type): CommonType {
  return { type, isExact: false };
}

function intersectBounds(left: Bounds = {}, right: Bounds = {}): Bounds {
  const minimum = Math.max(left.minimum ?? -Infinity, right.minimum ?? -Infinity);
  const maximum = Math.min(left.maximum ?? Infinity, right.maximum ?? Infinity);
  return {
    ...(minimum > -Infinity && { minimum }),
    ...(maximum < Infinity && { maximum }),
  };
}

function intersectText(left: TypeOf<"String">, right: Type): CommonType {
  if (right.kind === "Literals") {
    const isPlain = left.length === undefined && left.pattern === undefined;
    return { type: right, isExact: isPlain };
  }
  if (right.kind !== "String") return spelt(left, right);
  const isExact =
    left.pattern === undefined || right.pattern === undefined || left.pattern.source === right.pattern.source;
  const pattern = right.pattern ?? left.pattern;
  return {
    type: { kind: "String", length: intersectBounds(left.length, right.length), ...(pattern && { pattern }) },
    isExact,
  };
}

function intersectLiterals(left: TypeOf<"Literals">, right: Type): CommonType {
  return right.kind === "Literals"
    ? exactly({ ...right, values: both(left.values, right.values) })
    : inexactly(right);
}

function both(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.filter((each) => right.includes(each));
}

function intersectLists(left: TypeOf<"List">, right: TypeOf<"List">): CommonType {
  const element = intersectTypes(left.element, right.element);
  const length = intersectBounds(left.length, right.length);
  return { type: { kind: "List", element: element.type, length }, isExact: element.isExact };
}

function intersectMaps(left: TypeOf<"Map">, right: TypeOf<"Map">): CommonType {
  const value = intersectTypes(left.value, right.value);
  return { type: { kind: "Map", value: value.type }, isExact: value.isExact };
}

/** Members that only one of two records declares make the common ones inexact: what the other makes of them hangs on where it stands. */
function intersectRecords(left: TypeOf<"Record">, right: TypeOf<"Record">): CommonType {
  const fields = new Map<string, Field>();
  let isExact = left.fields.size === right.fields.size && left.open === right.open;
  for (const [name, field] of right.fields) {
    const other = left.fields.get(name);
    const common = other === undefined ? undefined : intersectFields(other, field);
    fields.set(name, common?.field ?? field);
    isExact &&= common?.isExact ?? false;
  }
  return { type: { kind: "Record", fields, open: left.open && right.open }, isExact };
}
