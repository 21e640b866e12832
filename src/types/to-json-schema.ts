import { assertNever } from "../util/invariant.js";
import { maximumOf, minimumOf } from "./bounds.js";
import { type PlainFormKind, plainForms } from "./plain-form-patterns.js";
import { printType } from "./print-type.js";
import type { SchemaDefinitions, SchemaObject } from "./schema-definitions.js";
import { toEcmaPattern } from "./to-ecma-pattern.js";
import type { Bounds, Field, Type, TypeOf } from "./type.js";

/** What rules read at a place: it decides what of an entity there has to be right. */
export interface Reads {
  readonly members: ReadonlyMap<string, Reads>;
  readonly elements: Reads | undefined;
  readonly ancestors: boolean;
}

/** What a type alone does not say. */
export interface SchemaContext {
  readonly definitions: SchemaDefinitions;
  /** Below `args`, where nothing undeclared may stand beside a record's fields. */
  readonly closed: boolean;
  /** The schema of an entity as a value. */
  entity(type: TypeOf<"Entity">, reads: Reads | undefined, context: SchemaContext): SchemaObject;
}

/**
 * The JSON Schema (2020-12) of a value of `type` in a request. It accepts what the readers of requests accept, but for the plain forms
 * that it cannot state, where it accepts more. Shapes of records stand among the definitions under the name of the place `name`.
 */
export function toJsonSchema(
  type: Type,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  const schema = plainSchema(type, reads, name, context);
  return type.secret ? { ...schema, writeOnly: true } : schema;
}

/** The schema of an object with `fields`: `properties`, and `required` where one has to be there. */
export function fieldsToJsonSchema(
  fields: Iterable<Field>,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  const all = [...fields];
  const properties = all.map((field): [string, SchemaObject] => [
    field.name,
    fieldSchema(field, reads?.members.get(field.name), `${name}.${field.name}`, context),
  ]);
  const required = all.filter(({ optional }) => !optional).map((field) => field.name);
  return {
    type: "object",
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
  };
}

/** The longest list that is read. */
export const listLimit = 1_000_000;

/** What a declaration's documentation says, as an annotation. */
export function describedBy(documentation: readonly string[]): { readonly description?: string } {
  const description = documentation.join("\n").trim();
  return description === "" ? {} : { description };
}

/** One of `schemas`, which exclude each other. */
export function oneOf(schemas: readonly SchemaObject[]): SchemaObject {
  const [first] = schemas;
  if (first === undefined) return { not: {} };
  return schemas.length === 1 ? first : { oneOf: schemas };
}

/** One or more of `schemas`. */
export function anyOf(schemas: readonly SchemaObject[]): SchemaObject {
  return schemas.length > 1 ? { anyOf: schemas } : oneOf(schemas);
}

function fieldSchema(
  { type, optional, nullable, documentation }: Field,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  const { writeOnly, ...schema } = toJsonSchema(type, reads, name, context);
  const admitsNull = optional || nullable;
  return {
    ...describedBy(documentation),
    // Any JSON but null, and null, is any JSON.
    ...(admitsNull && type.kind === "Json" ? {} : admitsNull ? orNull(schema) : schema),
    ...(writeOnly === true && { writeOnly }),
  };
}

/** What an optional field takes too: null stands for absence there. */
function orNull(schema: SchemaObject): SchemaObject {
  const { type, ...others } = schema;
  if (typeof type !== "string") return { anyOf: [schema, { type: "null" }] };
  const { const: value, enum: values = value === undefined ? undefined : [value], ...rest } = others;
  return {
    type: [type, "null"],
    ...(Array.isArray(values) && { enum: [...values, null] }),
    ...rest,
  };
}

function plainSchema(
  type: Type,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  switch (type.kind) {
    case "Bool":
      return { type: "boolean" };
    case "Int":
      return { type: "integer", ...bounded("minimum", "maximum", safe(type.bounds)) };
    case "Number":
      return { type: "number", ...bounded("minimum", "maximum", type.bounds) };
    case "String":
      return stringSchema(type);
    case "Literals":
      return literalsSchema(type.values);
    case "Time":
    case "Date":
    case "Duration":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return plainFormSchema(type, context);
    case "List":
      return listSchema(type, reads, name, context);
    case "Map":
      return {
        type: "object",
        additionalProperties: toJsonSchema(type.value, reads?.elements, name, context),
      };
    case "Record":
      return recordSchema(type, reads, name, context);
    case "Entity":
      return context.entity(type, reads, context);
    case "Json":
      return { not: { type: "null" } };
    default:
      return assertNever(type);
  }
}

function safe(bounds: Bounds | undefined): Bounds {
  return {
    minimum: Math.max(minimumOf(bounds), Number.MIN_SAFE_INTEGER),
    maximum: Math.min(maximumOf(bounds), Number.MAX_SAFE_INTEGER),
  };
}

function bounded(minimum: string, maximum: string, bounds: Bounds | undefined): SchemaObject {
  return {
    ...(bounds?.minimum !== undefined && { [minimum]: bounds.minimum }),
    ...(bounds?.maximum !== undefined && { [maximum]: bounds.maximum }),
  };
}

/** Both count code points. */
function stringSchema({ length, pattern }: TypeOf<"String">): SchemaObject {
  return {
    type: "string",
    ...bounded("minLength", "maxLength", length),
    ...(pattern && { pattern: toEcmaPattern(pattern.tree) }),
  };
}

function literalsSchema(values: readonly string[]): SchemaObject {
  if (values.length === 0) return { not: {} };
  return values.length === 1 ? { type: "string", const: values[0] } : { type: "string", enum: values };
}

/** Under its name among the definitions. What a pattern cannot state of a Duration, its bounds, is a comment. */
function plainFormSchema(
  type: Extract<Type, { kind: PlainFormKind }>,
  { definitions }: SchemaContext,
): SchemaObject {
  const { description, ...rest } = plainForms[type.kind];
  const schema = definitions.define(type.kind, { description, type: "string", ...rest }, { kept: true });
  return type.kind === "Duration" && type.bounds !== undefined
    ? { ...schema, $comment: printType(type) }
    : schema;
}

function listSchema(
  { element, length }: TypeOf<"List">,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  const most = Math.min(maximumOf(length), listLimit);
  return {
    type: "array",
    items: toJsonSchema(element, reads?.elements, name, context),
    ...bounded("minItems", "maxItems", { ...length, maximum: most }),
  };
}

function recordSchema(
  { fields, open }: TypeOf<"Record">,
  reads: Reads | undefined,
  name: string,
  context: SchemaContext,
): SchemaObject {
  const schema = fieldsToJsonSchema(fields.values(), reads, name, context);
  const closed = context.closed && !open;
  return context.definitions.define(name, { ...schema, ...(closed && { additionalProperties: false }) });
}
