import { makeBounds } from "./bounds.js";
import { fromEcmaPattern } from "./from-ecma-pattern.js";
import { resolvePointer } from "./json-pointer.js";
import { joinTypes, literalsType } from "./relations.js";
import type { Bounds, Field, Pattern, Type, TypeKind } from "./type.js";

/** A JSON Schema (2020-12 or draft-07), already known to be one by its meta-schema. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Something that Pol's types cannot keep: a keyword, where it stands, and what became of it. */
export interface InexactKeyword {
  /** JSON Pointer into the document. */
  readonly place: string;
  readonly message: string;
}

/** A schema as a type of Pol. */
export interface ConvertedSchema {
  readonly type: Type;
  readonly nullable: boolean;
  readonly inexact: readonly InexactKeyword[];
}

/**
 * A JSON Schema as a type of Pol: every keyword is kept exactly or named in `inexact`; what has no type degrades to `Json`. An object is
 * closed unless it says `additionalProperties: true`. References are local; one that leads back to itself degrades.
 */
export function fromJsonSchema(document: JsonSchema, pointer: string): ConvertedSchema | undefined {
  const schema = resolvePointer(document, pointer);
  if (!isSchema(schema)) return undefined;
  const inexact: InexactKeyword[] = [];
  const conversion: Conversion = {
    document,
    underway: new Set([pointer]),
    note: (place, message) => inexact.push({ place, message }),
  };
  const converted = convert(conversion, schema, pointer);
  return { ...converted, inexact };
}

interface Conversion {
  readonly document: JsonSchema;
  readonly underway: Set<string>;
  note(place: string, message: string): void;
}

interface Converted {
  readonly type: Type;
  readonly nullable: boolean;
}

type SchemaObject = { readonly [keyword: string]: unknown };

const json: Converted = { type: { kind: "Json" }, nullable: false };

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keywords that say nothing about which values are valid, or that are read through references only. */
const annotations: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$anchor",
  "$comment",
  "$defs",
  "definitions",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

function convert(conversion: Conversion, schema: JsonSchema, place: string): Converted {
  if (schema === true) return json;
  if (schema === false) return degrade(conversion, place, "a schema that accepts nothing");
  const keywords = Object.keys(schema).filter((keyword) => !annotations.has(keyword));
  if (keywords.length === 0) return json;
  if (typeof schema.$ref === "string")
    return convertReference(conversion, schema, schema.$ref, place, keywords);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives))
    return convertAlternatives(conversion, schema, alternatives, place, keywords);
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1 && keywords.length === 1) {
    return convert(conversion, schema.allOf[0], `${place}/allOf/0`);
  }
  return convertTyped(conversion, schema, place, keywords);
}

function degrade(conversion: Conversion, place: string, what: string): Converted {
  conversion.note(place, `${what} has no type in Pol: any JSON is accepted`);
  return json;
}

function convertReference(
  conversion: Conversion,
  schema: SchemaObject,
  reference: string,
  place: string,
  keywords: readonly string[],
): Converted {
  if (!reference.startsWith("#"))
    return degrade(conversion, place, `the reference \`${reference}\`, which is not local,`);
  noteOthers(conversion, schema, place, keywords, ["$ref"]);
  const pointer = reference.slice(1);
  if (conversion.underway.has(pointer)) return degrade(conversion, place, "a schema that contains itself");
  const target = resolvePointer(conversion.document, pointer);
  if (!isSchema(target))
    return degrade(conversion, place, `the reference \`${reference}\`, which leads nowhere,`);
  conversion.underway.add(pointer);
  const converted = convert(conversion, target, pointer);
  conversion.underway.delete(pointer);
  return converted;
}

/** `anyOf` and `oneOf`: `null` beside something, or constants. */
function convertAlternatives(
  conversion: Conversion,
  schema: SchemaObject,
  alternatives: readonly unknown[],
  place: string,
  keywords: readonly string[],
): Converted {
  const keyword = "anyOf" in schema ? "anyOf" : "oneOf";
  const others = keywords.filter((other) => other !== keyword && other !== "type");
  for (const other of others) noteDropped(conversion, place, other);
  const isNull = (alternative: unknown): boolean =>
    isObject(alternative) && (alternative.type === "null" || alternative.const === null);
  const kept = alternatives.filter((alternative) => !isNull(alternative));
  const nullable = kept.length < alternatives.length;
  const converted = kept.map((alternative) => {
    const index = alternatives.indexOf(alternative);
    return isSchema(alternative) ? convert(conversion, alternative, `${place}/${keyword}/${index}`) : json;
  });
  const [first, ...rest] = converted;
  if (!first) return degrade(conversion, place, "`null` alone");
  if (rest.length === 0) return { type: first.type, nullable: nullable || first.nullable };
  const joined = joinConstants(converted);
  return joined
    ? { type: joined, nullable }
    : degrade(conversion, place, `\`${keyword}\` of different types`);
}

function joinConstants(converted: readonly Converted[]): Type | undefined {
  const types = converted.map((alternative) => alternative.type);
  return types.every((type) => type.kind === "Literals")
    ? types.reduce<Type | undefined>((left, right) => left && joinTypes(left, right), types[0])
    : undefined;
}

function convertTyped(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Converted {
  const constants = constantsOf(schema);
  if (constants) return convertConstants(conversion, schema, constants, place, keywords);
  const names =
    typeof schema.type === "string"
      ? [schema.type]
      : Array.isArray(schema.type)
        ? schema.type
        : impliedTypes(schema);
  const kept = names.filter((name) => name !== "null");
  const [name] = kept;
  if (kept.length !== 1 || typeof name !== "string")
    return degrade(conversion, place, "a value of several types");
  const type = convertNamed(conversion, schema, name, place, keywords);
  return { type, nullable: kept.length < names.length };
}

function impliedTypes(schema: SchemaObject): readonly string[] {
  if ("properties" in schema || "additionalProperties" in schema) return ["object"];
  return "items" in schema ? ["array"] : [];
}

function constantsOf(schema: SchemaObject): readonly unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function convertConstants(
  conversion: Conversion,
  schema: SchemaObject,
  constants: readonly unknown[],
  place: string,
  keywords: readonly string[],
): Converted {
  noteOthers(conversion, schema, place, keywords, ["const", "enum", "type"]);
  const kept = constants.filter((value) => value !== null);
  const nullable = kept.length < constants.length;
  if (kept.length > 0 && kept.every((value) => typeof value === "string")) {
    return { type: literalsType(kept), nullable };
  }
  if (kept.length === 1 && typeof kept[0] === "number" && Number.isSafeInteger(kept[0])) {
    return { type: { kind: "Int", bounds: { minimum: kept[0], maximum: kept[0] } }, nullable };
  }
  const isBool = kept.length === 2 && kept.includes(true) && kept.includes(false);
  return isBool
    ? { type: { kind: "Bool" }, nullable }
    : degrade(conversion, place, "an enumeration of anything but strings");
}

function convertNamed(
  conversion: Conversion,
  schema: SchemaObject,
  name: string,
  place: string,
  keywords: readonly string[],
): Type {
  switch (name) {
    case "string":
      return convertString(conversion, schema, place, keywords);
    case "integer":
      return convertInteger(conversion, schema, place, keywords);
    case "number":
      return convertNumber(conversion, schema, place, keywords);
    case "boolean":
      noteOthers(conversion, schema, place, keywords, ["type"]);
      return { kind: "Bool" };
    case "array":
      return convertArray(conversion, schema, place, keywords);
    case "object":
      return convertObject(conversion, schema, place, keywords);
    default:
      return degrade(conversion, place, `the type \`${name}\``).type;
  }
}

type FormatKind = Extract<TypeKind, "Url" | "Email" | "Ip" | "Time" | "Date" | "Duration" | "Host">;

const formats: { readonly [format: string]: FormatKind } = {
  uri: "Url",
  email: "Email",
  ipv4: "Ip",
  ipv6: "Ip",
  "date-time": "Time",
  date: "Date",
  duration: "Duration",
  hostname: "Host",
};

function convertString(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Type {
  const kind =
    typeof schema.format === "string" && Object.hasOwn(formats, schema.format)
      ? formats[schema.format]
      : undefined;
  if (kind) {
    noteOthers(conversion, schema, place, keywords, ["type", "format"]);
    if (kind === "Ip")
      conversion.note(`${place}/format`, `\`${schema.format}\` becomes \`Ip\`, which has both versions`);
    return { kind };
  }
  noteOthers(conversion, schema, place, keywords, ["type", "minLength", "maxLength", "pattern"]);
  const length = boundsOf(schema.minLength, schema.maxLength);
  const pattern =
    typeof schema.pattern === "string" ? convertPattern(conversion, schema.pattern, place) : undefined;
  return { kind: "String", ...(length && { length }), ...(pattern && { pattern }) };
}

function convertPattern(conversion: Conversion, source: string, place: string): Pattern | undefined {
  const pattern = fromEcmaPattern(source);
  if (!pattern) noteDropped(conversion, place, "pattern");
  return pattern;
}

function boundsOf(minimum: unknown, maximum: unknown): Bounds | undefined {
  return makeBounds(
    typeof minimum === "number" ? minimum : -Infinity,
    typeof maximum === "number" ? maximum : Infinity,
  );
}

function convertInteger(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Type {
  noteOthers(conversion, schema, place, keywords, [
    "type",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
  ]);
  const lowest = [schema.minimum, schema.exclusiveMinimum].map((bound, index) =>
    typeof bound === "number" ? (index ? Math.floor(bound) + 1 : Math.ceil(bound)) : -Infinity,
  );
  const highest = [schema.maximum, schema.exclusiveMaximum].map((bound, index) =>
    typeof bound === "number" ? (index ? Math.ceil(bound) - 1 : Math.floor(bound)) : Infinity,
  );
  const bounds = safeBounds(Math.max(...lowest), Math.min(...highest));
  return { kind: "Int", ...(bounds && { bounds }) };
}

/** Bounds beyond the safe integers bound nothing: an Int is within them anyway. */
function safeBounds(minimum: number, maximum: number): Bounds | undefined {
  return makeBounds(
    minimum < Number.MIN_SAFE_INTEGER ? -Infinity : minimum,
    maximum > Number.MAX_SAFE_INTEGER ? Infinity : maximum,
  );
}

function convertNumber(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Type {
  noteOthers(conversion, schema, place, keywords, ["type", "minimum", "maximum"]);
  const bounds = boundsOf(schema.minimum, schema.maximum);
  return { kind: "Number", ...(bounds && { bounds }) };
}

function convertArray(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Type {
  noteOthers(conversion, schema, place, keywords, ["type", "items", "minItems", "maxItems"]);
  const items = isSchema(schema.items) ? schema.items : true;
  const element = convert(conversion, items, `${place}/items`);
  const length = boundsOf(schema.minItems, schema.maxItems);
  const type = element.nullable
    ? degrade(conversion, `${place}/items`, "`null` in a list").type
    : element.type;
  return { kind: "List", element: type, ...(length && { length }) };
}

function convertObject(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
): Type {
  noteOthers(conversion, schema, place, keywords, ["type", "properties", "required", "additionalProperties"]);
  const properties = isObject(schema.properties) ? schema.properties : {};
  const additional = schema.additionalProperties;
  if (isObject(additional) && Object.keys(properties).length === 0) {
    const value = convert(conversion, additional, `${place}/additionalProperties`);
    return {
      kind: "Map",
      value: value.nullable
        ? degrade(conversion, `${place}/additionalProperties`, "`null` in a map").type
        : value.type,
    };
  }
  if (isObject(additional)) noteDropped(conversion, place, "additionalProperties");
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties).map(([name, property]): [string, Field] => {
    const converted = isSchema(property)
      ? convert(conversion, property, `${place}/properties/${escapePointer(name)}`)
      : json;
    const description =
      isObject(property) && typeof property.description === "string" ? property.description.split("\n") : [];
    return [name, { name, ...converted, optional: !required.includes(name), documentation: description }];
  });
  const unnamed = required.filter((name) => typeof name === "string" && !Object.hasOwn(properties, name));
  if (unnamed.length > 0) noteDropped(conversion, place, "required");
  return { kind: "Record", fields: new Map(fields), open: additional === true || isObject(additional) };
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function noteOthers(
  conversion: Conversion,
  schema: SchemaObject,
  place: string,
  keywords: readonly string[],
  kept: readonly string[],
): void {
  for (const keyword of keywords)
    if (!kept.includes(keyword) && keyword in schema) noteDropped(conversion, place, keyword);
}

function noteDropped(conversion: Conversion, place: string, keyword: string): void {
  conversion.note(`${place}/${keyword}`, `\`${keyword}\` cannot be kept: more values are accepted`);
}
