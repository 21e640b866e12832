import { resolvePointer } from "../../../src/types/json-pointer.js";
import { nextDouble, previousDouble } from "../../../src/types/json-schema/next-double.js";
import { plainForms } from "../../../src/types/plain-form-patterns.js";
import { isJsonObject, type JsonObject } from "../../../src/util/json-object.js";
import { patternKey } from "./pattern-key.js";

/*
 * Schemas seen by what they accept, so that spellings do not count: references followed, annotations left out, `null` told apart, `const` an
 * `enum`, exclusive bounds of integers inclusive, patterns by their language.
 */

/** A JSON Schema and the document that its references point into. */
export interface PlacedSchema {
  readonly schema: unknown;
  readonly document: unknown;
  /** Where it stands: by the way there, and by the definitions that references lead through. */
  readonly places: readonly string[];
}

/** What a schema accepts besides `null`. */
export interface SchemaView {
  readonly nullable: boolean;
  /** More than one: a choice. */
  readonly alternatives: readonly Alternative[];
  readonly places: readonly string[];
}

/** One kind of value. */
export interface Alternative {
  readonly type: string;
  /** Conditions by keyword; those that hold anyway are left out. */
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly properties: ReadonlyMap<string, PlacedSchema>;
  readonly required: ReadonlySet<string>;
  readonly items: PlacedSchema | undefined;
  readonly additional: PlacedSchema | undefined;
  readonly places: readonly string[];
}

/** Looks at a schema. */
export function viewOf(placed: PlacedSchema): SchemaView {
  const { schema, document, places } = followed(placed);
  if (schema === false) return { nullable: false, alternatives: [], places };
  if (!isJsonObject(schema)) return { nullable: true, alternatives: [anything], places };
  for (const keyword of ["anyOf", "oneOf"]) {
    const choice = schema[keyword];
    if (Array.isArray(choice)) return viewOfChoice({ schema, document, places }, keyword, choice);
  }
  const { not } = schema;
  if (isJsonObject(not) && not.type === "null") return { nullable: false, alternatives: [anything], places };
  return viewOfTypes({ document, places }, schema);
}

/** Any value but `null`. */
const anything: Alternative = {
  type: "any",
  conditions: new Map(),
  properties: new Map(),
  required: new Set(),
  items: undefined,
  additional: undefined,
  places: [],
};

type Location = Omit<PlacedSchema, "schema">;

/** References are followed, but in no circle; what stands beside them is added. */
function followed({ schema, document, places }: PlacedSchema): PlacedSchema {
  if (!isJsonObject(schema) || typeof schema.$ref !== "string") return { schema, document, places };
  const { $ref: reference, ...siblings } = schema;
  const pointer = decodeURIComponent(reference.slice(1));
  const target = reference.startsWith("#") ? resolvePointer(document, pointer) : undefined;
  if (target === undefined || places.includes(pointer))
    return { schema: { ...siblings, type: reference }, document, places };
  const merged = isJsonObject(target) ? { ...siblings, ...target } : target;
  return followed({ schema: merged, document, places: [...places, pointer] });
}

function viewOfChoice(
  { schema, document, places }: PlacedSchema & { readonly schema: JsonObject },
  keyword: string,
  choice: readonly unknown[],
): SchemaView {
  const { [keyword]: _, ...siblings } = schema;
  const views = choice.map((alternative, index) => {
    const own = followed({
      schema: alternative,
      document,
      places: [...places, ...places.map((place) => `${place}/${keyword}/${index}`)],
    });
    const merged = isJsonObject(own.schema) ? { ...siblings, ...own.schema } : own.schema;
    // What is left when `null` is told apart stands in the place of the choice.
    return viewOf({ ...own, schema: merged });
  });
  return {
    nullable: views.some(({ nullable }) => nullable),
    alternatives: distinct(views.flatMap(({ alternatives }) => alternatives)),
    places,
  };
}

/** Equal alternatives are one, and so are enumerations of strings. */
function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  if (alternatives.some(({ type, conditions }) => type === "any" && conditions.size === 0)) return [anything];
  const enumerations = alternatives.filter(({ conditions }) => conditions.has("enum"));
  const [first] = enumerations;
  if (first !== undefined && enumerations.length === alternatives.length) {
    const values = enumerations.flatMap(({ conditions }) => conditions.get("enum") as readonly string[]);
    return [{ ...first, conditions: new Map([...first.conditions, ["enum", [...new Set(values)].sort()]]) }];
  }
  return [...new Map(alternatives.map((each) => [keyOf(each), each])).values()];
}

function keyOf({ type, conditions, properties, required, items, additional }: Alternative): string {
  const schemas = [
    [...properties].map(([name, { schema }]) => [name, schema]),
    items?.schema,
    additional?.schema,
  ];
  return JSON.stringify([type, [...conditions].sort(), [...required].sort(), schemas]);
}

function isWhole(values: readonly unknown[] | undefined): boolean {
  return values?.every(Number.isInteger) ?? false;
}

/** Numbers in a row are a range. */
function constantsCondition(values: readonly unknown[]): readonly (readonly [string, unknown])[] {
  const numbers = values.filter((value) => typeof value === "number").sort((left, right) => left - right);
  const isRange = numbers.every((value, index) => index === 0 || value === (numbers[index - 1] ?? 0) + 1);
  if (numbers.length === 0 || numbers.length < values.length || !isRange) return [["enum", sorted(values)]];
  return [
    ["minimum", numbers[0]],
    ["maximum", numbers.at(-1)],
  ];
}

/** As texts, so that they compare. */
function sorted(values: readonly unknown[]): readonly unknown[] {
  return [...new Set(values.map((value) => JSON.stringify(value)))].sort();
}

function viewOfTypes(location: Location, schema: JsonObject): SchemaView {
  const constants = "const" in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : undefined;
  const types = typesOf(schema, constants);
  const kept = types.filter((type) => type !== "null");
  const nullable = types.includes("null") && (constants === undefined || constants.includes(null));
  return {
    nullable,
    alternatives: kept.map((type) => alternativeOf(location, schema, type, constants)),
    places: location.places,
  };
}

function typesOf(schema: JsonObject, constants: readonly unknown[] | undefined): readonly string[] {
  if (typeof schema.type === "string") return [schema.type];
  if (Array.isArray(schema.type)) return schema.type;
  if (constants !== undefined)
    return [...new Set(constants.map((value) => (value === null ? "null" : typeof value)))];
  const implied = Object.keys(schema).flatMap((keyword) => impliedTypes[keyword] ?? []);
  return implied.length === 0 ? ["any", "null"] : [...new Set(implied)];
}

/** What a schema without `type` speaks of. */
const impliedTypes: Readonly<Record<string, string>> = {
  properties: "object",
  additionalProperties: "object",
  required: "object",
  items: "array",
};

function alternativeOf(
  { document, places }: Location,
  schema: JsonObject,
  type: string,
  constants: readonly unknown[] | undefined,
): Alternative {
  const at = (...tokens: readonly string[]) =>
    places.map((place) => tokens.reduce((path, token) => `${path}/${escapeToken(token)}`, place));
  const placed = (inner: unknown, ...tokens: readonly string[]): PlacedSchema => ({
    schema: inner,
    document,
    places: at(...tokens),
  });
  const properties = isJsonObject(schema.properties) ? Object.entries(schema.properties) : [];
  const values = constants?.filter((value) => value !== null);
  return {
    type: isInteger(type, schema) || (type === "number" && isWhole(values)) ? "integer" : type,
    conditions: new Map([
      ...(values === undefined ? [] : constantsCondition(values)),
      ...conditionsOf(schema, type),
    ]),
    properties: new Map(
      type === "object" ? properties.map(([name, inner]) => [name, placed(inner, "properties", name)]) : [],
    ),
    required: new Set(type === "object" && Array.isArray(schema.required) ? schema.required : []),
    items: type === "array" ? itemsOf(schema, placed) : undefined,
    additional:
      type === "object" && "additionalProperties" in schema
        ? placed(schema.additionalProperties, "additionalProperties")
        : undefined,
    places,
  };
}

/** What says nothing of its elements is where it says nothing. */
function itemsOf(
  { items }: JsonObject,
  placed: (inner: unknown, ...tokens: readonly string[]) => PlacedSchema,
): PlacedSchema {
  return items === undefined ? placed(true) : placed(items, "items");
}

function isInteger(type: string, { multipleOf }: JsonObject): boolean {
  return type === "integer" || (type === "number" && Number.isInteger(multipleOf));
}

function escapeToken(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The keywords that say something of a type, but for those that hold schemas that are looked at by themselves. */
const keywordsOf: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern", "format"],
  number: ["multipleOf", "format"],
  integer: ["multipleOf", "format"],
  array: [
    "minItems",
    "maxItems",
    "uniqueItems",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "additionalItems",
    "unevaluatedItems",
  ],
  object: [
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
  ],
};
const generalKeywords = ["allOf", "not", "if", "then", "else"];

function conditionsOf(schema: JsonObject, type: string): readonly (readonly [string, unknown])[] {
  const keywords = [...(keywordsOf[type] ?? []), ...generalKeywords];
  const raw = keywords
    .filter((keyword) => keyword in schema)
    .map((keyword) => [keyword, schema[keyword]] as const);
  return [...raw, ...boundsOf(schema, type)]
    .map(([keyword, value]) => normalCondition(keyword, value))
    .filter(([keyword, value]) => !isEmptyCondition(keyword, value, schema));
}

function normalCondition(keyword: string, value: unknown): readonly [string, unknown] {
  if (keyword === "pattern")
    return plainFormCondition(String(value)) ?? ["pattern", patternKey(String(value))];
  return [keyword, keyword === "format" ? (formats[String(value)] ?? value) : value];
}

/** The bounds of a number, inclusive; those of an integer within the safe ones. */
function boundsOf(schema: JsonObject, type: string): readonly (readonly [string, unknown])[] {
  if (type !== "integer" && type !== "number") return [];
  const isWhole = isInteger(type, schema);
  const read = (keyword: string, use: (bound: number) => number = (bound) => bound) =>
    typeof schema[keyword] === "number" ? [use(schema[keyword])] : [];
  const above = isWhole ? (bound: number) => Math.floor(bound) + 1 : nextDouble;
  const below = isWhole ? (bound: number) => Math.ceil(bound) - 1 : previousDouble;
  const minimum = Math.max(...read("minimum"), ...read("exclusiveMinimum", above));
  const maximum = Math.min(...read("maximum"), ...read("exclusiveMaximum", below));
  const [least, most] = isWhole ? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER] : [-Infinity, Infinity];
  return [
    ...(minimum > least ? [["minimum", isWhole ? Math.ceil(minimum) : minimum] as const] : []),
    ...(maximum < most ? [["maximum", isWhole ? Math.floor(maximum) : maximum] as const] : []),
  ];
}

/** The formats that are types of Pol (docs/json-schema.md); a type of both versions of addresses is neither `ipv4` nor `ipv6`. */
const formats: Readonly<Record<string, string>> = {
  uri: "Url",
  email: "Email",
  "date-time": "Time",
  date: "Date",
  duration: "Duration",
  hostname: "Host",
};

function plainFormCondition(pattern: string): readonly [string, unknown] | undefined {
  const form = Object.entries(plainForms).find(([, plain]) => plain.pattern === pattern);
  return form && ["format", form[0]];
}

/** How short texts of a format are: a lower bound below says nothing. */
const shortest: Readonly<Record<string, number>> = {
  uri: 5,
  email: 3,
  ipv4: 7,
  ipv6: 2,
  "date-time": 20,
  date: 10,
  duration: 3,
  hostname: 1,
};

/** What holds for every value that a request can carry: nothing is said by it. */
function isEmptyCondition(keyword: string, value: unknown, schema: JsonObject): boolean {
  switch (keyword) {
    case "minLength":
      return Number(value) <= (shortest[String(schema.format)] ?? 0);
    case "minItems":
    case "minProperties":
      return value === 0;
    case "maxLength":
      return value === plainForms.Duration.maxLength && schema.pattern === plainForms.Duration.pattern;
    case "maxItems":
      return Number(value) >= 1_000_000;
    case "multipleOf":
      return value === 1;
    case "uniqueItems":
      return value === false;
    case "propertyNames":
      return JSON.stringify(value) === '{"type":"string"}';
    default:
      return false;
  }
}
