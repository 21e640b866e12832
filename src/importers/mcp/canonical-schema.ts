import { canonicalJson } from "../../util/canonical-json.js";

/**
 * `schema` with the lists sorted that are sets: `required`, `enum`, `type` and lists of names that depend on another. A server that
 * builds its schema from a hash table gives them in another order each time.
 *
 * Only where they are keywords: a property called `required` is none, nor is anything in `default`, `const` or `examples`. The
 * lists of `allOf`, `anyOf` and `oneOf` stay as they are, since a `$ref` may lead to one of their schemas by its place; for the same
 * reason only a list of strings, numbers and nulls is sorted, none of which is a schema.
 */
export function canonicalSchema(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  return mapMembers(schema, (value, keyword) => {
    const read = keywords.get(keyword);
    return read === undefined ? value : read(value);
  });
}

type Members = { readonly [name: string]: unknown };

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Not by assignment: `__proto__` is a name like any other. */
function mapMembers(object: Members, map: (value: unknown, name: string) => unknown): Members {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}

function sortedSet(list: unknown): unknown {
  if (!Array.isArray(list) || !list.every(isPlain)) return list;
  return [...list].sort((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1));
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || value === null;
}

function schemaOrList(value: unknown): unknown {
  return Array.isArray(value) ? value.map(canonicalSchema) : canonicalSchema(value);
}

function schemasByName(value: unknown): unknown {
  return isObject(value) ? mapMembers(value, canonicalSchema) : value;
}

function setsByName(value: unknown): unknown {
  return isObject(value) ? mapMembers(value, sortedSet) : value;
}

/** `dependencies` of draft-07: by name, a list of names or a schema. */
function dependencies(value: unknown): unknown {
  return isObject(value)
    ? mapMembers(value, (each) => (Array.isArray(each) ? sortedSet(each) : canonicalSchema(each)))
    : value;
}

/** What stands under each keyword that holds schemas or sets, of 2020-12 and draft-07. */
const keywords: ReadonlyMap<string, (value: unknown) => unknown> = new Map([
  ...["required", "enum", "type"].map((keyword) => [keyword, sortedSet] as const),
  ...["$defs", "definitions", "dependentSchemas", "patternProperties", "properties"].map(
    (keyword) => [keyword, schemasByName] as const,
  ),
  ...[
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
  ].map((keyword) => [keyword, schemaOrList] as const),
  ["dependentRequired", setsByName] as const,
  ["dependencies", dependencies] as const,
]);
