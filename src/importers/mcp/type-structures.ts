import { printType } from "../../types/print-type.js";
import type { Type } from "../../types/type.js";

/**
 * Numbers types by what they say, documentation included: two of one number are written alike. Each type is looked at once, since a few
 * definitions that name each other can be enormous when written out.
 */
export function typeStructures(): (type: Type) => number {
  const numbers = new Map<string, number>();
  const known = new Map<Type, number>();
  const structureOf = (type: Type): number => {
    const before = known.get(type);
    if (before !== undefined) return before;
    const text = describe(type, structureOf);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    known.set(type, number);
    return number;
  };
  return structureOf;
}

function describe(type: Type, structureOf: (type: Type) => number): string {
  switch (type.kind) {
    case "List":
      return JSON.stringify(["List", structureOf(type.element), type.length]);
    case "Map":
      return JSON.stringify(["Map", structureOf(type.value)]);
    case "Record": {
      const fields = [...type.fields.values()].map((field) => [
        field.name,
        structureOf(field.type),
        field.optional,
        field.nullable,
        field.documentation,
      ]);
      return JSON.stringify(["Record", type.open, fields]);
    }
    default:
      return printType(type);
  }
}
