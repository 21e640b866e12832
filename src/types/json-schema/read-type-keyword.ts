import { keyword } from "./json-schema.js";
import { anyWhole } from "./number-ranges.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyBody, anything, type Body, emptyBody, type Kind, type Shape } from "./shape.js";

/** `type`, and the `null` that OpenAPI's `nullable` adds to it. */
export function readTypeKeyword({ schema, place, note }: SchemaReader): Shape | undefined {
  const names = typeNames(keyword(schema, "type"));
  if (names === undefined) return undefined;
  const unknown = names.find((name) => name !== "null" && !Object.hasOwn(bodies, name));
  if (unknown !== undefined) {
    note(`${place}/type`, `there is no type \`${unknown}\`: any JSON is accepted`, "wider");
    return anything(place);
  }
  const addsNull = keyword(schema, "nullable") === true && !names.includes("null");
  if (addsNull)
    note(`${place}/nullable`, "`nullable` is read as OpenAPI means it: `null` is accepted", "wider");
  return { place, nullable: addsNull || names.includes("null"), body: bodyOf(names) };
}

/** The names of the types, if a `type` is there. */
export function typeNames(type: unknown): readonly string[] | undefined {
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? type.filter((name) => typeof name === "string") : undefined;
}

/** The kind of value that each type but `null` is of. */
export const kindOfType: { readonly [name: string]: Kind } = {
  boolean: "booleans",
  number: "numbers",
  integer: "numbers",
  string: "strings",
  array: "arrays",
  object: "objects",
};

const bodies: { readonly [name: string]: Partial<Body> } = {
  boolean: { booleans: anyBody.booleans },
  integer: { numbers: [anyWhole] },
  number: { numbers: anyBody.numbers },
  string: { strings: anyBody.strings },
  array: { arrays: anyBody.arrays },
  object: { objects: anyBody.objects },
};

/** `number` after `integer`, since it has every integer. */
const typesInOrder = ["boolean", "integer", "number", "string", "array", "object"];

function bodyOf(names: readonly string[]): Body {
  const parts = typesInOrder.filter((name) => names.includes(name)).map((name) => bodies[name]);
  if (parts.length === typesInOrder.length || isAllButInteger(names)) return anyBody;
  return Object.assign({}, emptyBody, ...parts);
}

function isAllButInteger(names: readonly string[]): boolean {
  return typesInOrder.every((name) => name === "integer" || names.includes(name));
}
