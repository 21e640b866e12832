import { maximumOf, minimumOf } from "./bounds.js";
import { matchesPattern } from "./match-pattern.js";
import type { TypeOf } from "./type.js";

/** Whether a string is a value of a String or of a union of literals. */
export function literalFits(value: string, type: TypeOf<"String"> | TypeOf<"Literals">): boolean {
  if (type.kind === "Literals") return type.values.includes(value);
  const length = [...value].length;
  if (length < minimumOf(type.length) || length > maximumOf(type.length)) return false;
  return type.pattern === undefined || matchesPattern(value, type.pattern.tree);
}
