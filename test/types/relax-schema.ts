import type { InexactKeyword, JsonSchema } from "../../src/types/from-json-schema.js";
import { escapeToken } from "../../src/types/json-pointer.js";
import { isObject, isSchema } from "../../src/types/json-schema/json-schema.js";

/** The schema without what notes say is not kept: what it still refuses, the type has to refuse. */
export function relaxSchema(document: JsonSchema, inexact: readonly InexactKeyword[]): JsonSchema {
  const places = inexact.filter(({ effect }) => effect === "wider").map(({ place }) => place);
  // The inner ones first: their places are gone once an outer one is relaxed.
  return places
    .sort()
    .reverse()
    .reduce<JsonSchema>((schema, place) => withoutPlace(schema, place.split("/").slice(1)), document);
}

/** A schema that a note stands at accepts everything; a keyword is left out. */
function withoutPlace(schema: JsonSchema, tokens: readonly string[]): JsonSchema {
  const [token, next, ...rest] = tokens;
  if (token === undefined || !isObject(schema)) return true;
  if (!Object.hasOwn(schema, token)) return schema;
  if (next === undefined) return withoutKeyword(schema, token);
  const value = schema[token];
  if (isSchema(value) && !maps.has(token))
    return { ...schema, [token]: withoutPlace(value, [next, ...rest]) };
  const entries = Object.entries(value as object).map(([name, inner]) => [
    name,
    escapeToken(name) === next && isSchema(inner) ? withoutPlace(inner, rest) : inner,
  ]);
  return {
    ...schema,
    [token]: Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries),
  };
}

const maps = new Set(["properties", "$defs", "definitions", "patternProperties", "dependentSchemas"]);

/** Some keywords say something about others, which go with them. */
const together: { readonly [keyword: string]: readonly string[] } = {
  patternProperties: ["patternProperties", "additionalProperties"],
  prefixItems: ["prefixItems", "items"],
  items: ["items", "additionalItems"],
};

function withoutKeyword(schema: { readonly [keyword: string]: unknown }, keyword: string): JsonSchema {
  if (keyword === "nullable") return schema;
  const { [keyword]: value, ...others } = schema;
  if (keyword === "oneOf") return { ...others, allOf: [...asList(schema.allOf), { anyOf: value }] };
  // Of constants, lists and objects only are not told apart.
  if (keyword === "enum" || keyword === "const")
    return {
      ...others,
      allOf: [...asList(schema.allOf), { anyOf: [{ [keyword]: value }, { type: ["array", "object"] }] }],
    };
  const dropped = together[keyword] ?? [keyword];
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !dropped.includes(name)));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
