import {
  isObject,
  isSchema,
  type JsonSchema,
  keyword,
  type SchemaObject,
} from "../../types/json-schema/json-schema.js";
import type { References } from "../../types/json-schema/references.js";
import { type Choices, chance, pick, pickAny, several, weighted } from "../choices.js";
import { constants, propertyNames } from "./generate-schema.js";

/** What instances are made after. */
export interface InstanceGeneration {
  readonly choices: Choices;
  readonly references: References;
  /** How often, in percent, a part is made after no schema. */
  readonly wildness: number;
}

/** A JSON value near a schema: one that is valid, as far as a cheap reading of the schema makes it so, or spoilt in places. */
export function generateInstance(generation: InstanceGeneration, schema: JsonSchema, depth = 5): unknown {
  const { choices } = generation;
  if (depth <= 0 || typeof schema === "boolean" || chance(choices, generation.wildness))
    return anyValue(choices, 2);
  const chosen = flatten(generation, schema, 6);
  if (Object.hasOwn(chosen, "const")) return chosen.const;
  if (Array.isArray(chosen.enum)) return pick(choices, chosen.enum);
  return valueOfType(generation, chosen, typeOf(choices, chosen), depth);
}

/** A schema with what its references and one of its alternatives say put beside its own keywords. */
function flatten(generation: InstanceGeneration, schema: SchemaObject, steps: number): SchemaObject {
  const { choices, references } = generation;
  const target = references.target(schema)?.schema;
  const lists = ["anyOf", "oneOf"].map((name) => keyword(schema, name));
  const alternatives = lists.flatMap((list) =>
    Array.isArray(list) && list.length > 0 ? [pick(choices, list)] : [],
  );
  const parts = [target, ...alternatives, ...(Array.isArray(schema.allOf) ? schema.allOf : [])].filter(
    isObject,
  );
  if (parts.length === 0 || steps === 0) return schema;
  const { $ref, anyOf, oneOf, allOf, ...own } = schema;
  return parts.map((part) => flatten(generation, part, steps - 1)).reduce(beside, own);
}

function beside(left: SchemaObject, right: SchemaObject): SchemaObject {
  const properties = { ...asObject(right.properties), ...asObject(left.properties) };
  const required = [left.required, right.required].flatMap((names) => (Array.isArray(names) ? names : []));
  return {
    ...right,
    ...left,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

function asObject(value: unknown): SchemaObject {
  return isObject(value) ? value : {};
}

function typeOf(choices: Choices, schema: SchemaObject): string {
  const types = typeof schema.type === "string" ? [schema.type] : schema.type;
  if (schema.nullable === true && chance(choices, 15)) return "null";
  if (Array.isArray(types) && types.length > 0)
    return pick(
      choices,
      types.filter((type) => typeof type === "string"),
    );
  if (["properties", "required", "additionalProperties"].some((name) => name in schema)) return "object";
  if (["items", "prefixItems", "minItems", "maxItems"].some((name) => name in schema)) return "array";
  if (["minLength", "maxLength", "pattern", "format"].some((name) => name in schema)) return "string";
  return pick(choices, ["number", "string", "object", "array", "boolean", "null"]);
}

function valueOfType(
  generation: InstanceGeneration,
  schema: SchemaObject,
  type: string,
  depth: number,
): unknown {
  const { choices } = generation;
  switch (type) {
    case "string":
      return pick(choices, texts[String(schema.format)] ?? plainTexts);
    case "integer":
    case "number":
      return numberNear(choices, schema, type);
    case "boolean":
      return chance(choices, 50);
    case "null":
      return null;
    case "array":
      return arrayOf(generation, schema, depth);
    default:
      return objectOf(generation, schema, depth);
  }
}

const plainTexts = [
  "a",
  "b",
  "c",
  "ab",
  "bc",
  "abc",
  "",
  "bcbc",
  "a b",
  "1",
  "\u{1f600}",
  "\u{1f600}\u{1f600}\u{1f600}",
  "c-ab",
  "xyzxyz",
  "a\n",
  "\ud800",
  "\u00a0",
];

/** Texts near the formats: in plain form, out of it, and not of the format at all. */
const texts: { readonly [format: string]: readonly string[] } = {
  uri: [
    "https://example.com/a",
    "HTTP://Example.com",
    "mailto:a@example.com",
    "https://u@example.com/",
    "/a",
    "https://example.com/a/../b",
  ],
  email: ["a@example.com", "a.b@example.org", "a@localhost", "a", '"a"@example.com'],
  ipv4: ["10.0.0.1", "255.255.255.255", "1.2.3", "::1"],
  ipv6: ["::1", "2001:db8::1", "::ffff:1.2.3.4", "1.2.3.4", "2001:DB8:0:0:0:0:0:1"],
  "date-time": [
    "2026-01-02T03:04:05Z",
    "2026-01-02t03:04:05.123+01:00",
    "2026-01-02T03:04:05.123456Z",
    "2026-01-02",
  ],
  date: ["2026-02-28", "2026-02-30", "2024-02-29", "26-01-01"],
  duration: ["PT15M", "P2D", "P1M", "P1W", "PT0.5S", "-P1D", "15m"],
  hostname: ["example.com", "a_b.example", "localhost", "127.0.0.1", "-a.com", "EXAMPLE.com"],
};

function numberNear(choices: Choices, schema: SchemaObject, type: string): number {
  const limits = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map((name) => schema[name]);
  const limit = pickAny(
    choices,
    limits.filter((value) => typeof value === "number"),
  );
  if (limit === undefined || chance(choices, 30))
    return pick(choices, [0, 1, 2, 3, 4, 6, -1, 2.5, -0.5, 10, -0, 1e20]);
  const steps = type === "integer" ? [0, 1, -1, 2] : [0, 1, -1, 0.25, Number.EPSILON];
  return limit + pick(choices, steps);
}

function arrayOf(generation: InstanceGeneration, schema: SchemaObject, depth: number): unknown[] {
  const { choices } = generation;
  const first = Array.isArray(schema.items)
    ? schema.items
    : Array.isArray(schema.prefixItems)
      ? schema.prefixItems
      : [];
  const rest = Array.isArray(schema.items) ? schema.additionalItems : schema.items;
  const least = typeof schema.minItems === "number" ? schema.minItems : 0;
  return several(choices, least, Math.max(least, 3), (index) => {
    const element = first[index] ?? rest ?? true;
    return isSchema(element) ? generateInstance(generation, element, depth - 1) : null;
  });
}

function objectOf(generation: InstanceGeneration, schema: SchemaObject, depth: number): object {
  const { choices } = generation;
  const properties = asObject(schema.properties);
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const rest = isSchema(schema.additionalProperties) ? schema.additionalProperties : true;
  const others = chance(choices, rest === true && !("additionalProperties" in schema) ? 10 : 40)
    ? [pick(choices, [...propertyNames, "x-1"])]
    : [];
  const names = [...Object.keys(properties), ...required, ...others].filter(
    (name) => typeof name === "string",
  );
  const kept = names.filter((name) => chance(choices, required.includes(name) ? 97 : 60));
  return Object.fromEntries(
    kept.map((name) => {
      const property = keyword(properties, name) ?? rest;
      if (!required.includes(name) && chance(choices, 5)) return [name, null];
      return [name, isSchema(property) ? generateInstance(generation, property, depth - 1) : null];
    }),
  );
}

function anyValue(choices: Choices, depth: number): unknown {
  return weighted<() => unknown>(choices, [
    [12, () => pick(choices, constants)],
    [4, () => pick(choices, plainTexts)],
    [depth > 0 ? 3 : 0, () => several(choices, 0, 2, () => anyValue(choices, depth - 1))],
    [
      depth > 0 ? 3 : 0,
      () =>
        Object.fromEntries(
          several(choices, 0, 2, () => [pick(choices, propertyNames), anyValue(choices, depth - 1)]),
        ),
    ],
  ])();
}
