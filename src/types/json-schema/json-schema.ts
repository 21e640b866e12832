import { escapeToken } from "../json-pointer.js";

/** A JSON Schema (2020-12 or draft-07), already known to be one by its meta-schema. */
export type JsonSchema = boolean | SchemaObject;

/** A JSON Schema that is more than `true` or `false`. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/** Whether a value can be a schema. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a keyword; never one of the prototype chain. */
export function keyword(schema: SchemaObject, name: string): unknown {
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

/** Whether a document says that it is of draft-07. */
export function isDraft07(document: JsonSchema): boolean {
  const declared = isObject(document) ? keyword(document, "$schema") : undefined;
  return typeof declared === "string" && /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/.test(declared);
}

/** A schema within a schema, and its JSON Pointer. */
export interface Subschema {
  readonly schema: JsonSchema;
  readonly place: string;
}

/** The schemas under a keyword whose value is one, a list of some, or some by name. */
export function subschemas(schema: SchemaObject, place: string, name: string): readonly Subschema[] {
  const value = keyword(schema, name);
  const own = `${place}/${name}`;
  if (listKeywords.has(name) || (name === "items" && Array.isArray(value)))
    return Array.isArray(value) ? entriesOf(value.entries(), own) : [];
  if (mapKeywords.has(name)) return isObject(value) ? entriesOf(Object.entries(value), own) : [];
  return isSchema(value) ? [{ schema: value, place: own }] : [];
}

function entriesOf(
  entries: Iterable<readonly [string | number, unknown]>,
  place: string,
): readonly Subschema[] {
  return [...entries].flatMap(([key, schema]) =>
    isSchema(schema) ? [{ schema, place: `${place}/${escapeToken(String(key))}` }] : [],
  );
}

const listKeywords: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

const mapKeywords: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/** The keywords whose schemas take part in the type of a schema. */
export const typingKeywords: readonly string[] = [
  "additionalItems",
  "additionalProperties",
  "allOf",
  "anyOf",
  "items",
  "oneOf",
  "patternProperties",
  "prefixItems",
  "properties",
];

/** Every keyword under which there are schemas. */
export const schemaKeywords: readonly string[] = [
  ...typingKeywords,
  "$defs",
  "contains",
  "contentSchema",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "else",
  "if",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
];
