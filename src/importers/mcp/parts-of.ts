import type { Type } from "../../types/type.js";

/** The types that a type is made of. */
export function partsOf(type: Type): readonly Type[] {
  if (type.kind === "List") return [type.element];
  if (type.kind === "Map") return [type.value];
  return type.kind === "Record" ? [...type.fields.values()].map((field) => field.type) : [];
}
