import { assertNever } from "../util/invariant.js";
import type { Type } from "./type.js";

/** How much a type is once the names in it are replaced by what they stand for. */
export interface TypeMeasure {
  readonly nodes: number;
  readonly depth: number;
}

const measures = new WeakMap<Type, TypeMeasure>();

/** Measures a type; each shared part once, since a few declarations can name one another into something enormous. */
export function measureType(type: Type): TypeMeasure {
  const known = measures.get(type);
  if (known) return known;
  const parts = partsOf(type).map(measureType);
  const measure = {
    nodes: parts.reduce((sum, part) => sum + part.nodes, 1),
    depth: parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0) + 1,
  };
  measures.set(type, measure);
  return measure;
}

function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "List":
      return [type.element];
    case "Map":
      return [type.value];
    case "Record":
      return [...type.fields.values()].map((field) => field.type);
    case "Bool":
    case "Int":
    case "Number":
    case "Duration":
    case "String":
    case "Literals":
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
    case "Entity":
    case "Json":
      return [];
    default:
      return assertNever(type);
  }
}
