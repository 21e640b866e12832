import fc from "fast-check";

/*
 * Random input schemas as tools have them: every keyword that libraries write, in odd company. What accepts nothing, and choices one of
 * which holds another, are left to the law of reading schemas: how they come back cannot be compared keyword by keyword.
 */

type Schema = fc.Arbitrary<object>;

/** The input schema of a tool, with a definition that it may refer to. */
export function toolSchemaArbitrary(): fc.Arbitrary<object> {
  const { schema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof({ depthSize: "small" }, ...leaves, ...branches(tie("schema"))),
  }));
  return fc.tuple(objectSchema(schema), schema).map(([object, d]) => ({ ...object, $defs: { d } }));
}

/** A schema with some of the keywords. */
function withSome(start: object, keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>): Schema {
  return fc.record(keywords, { requiredKeys: [] }).map((some) => ({ ...start, ...some }));
}

const formats = [
  "uri",
  "email",
  "ipv4",
  "ipv6",
  "date-time",
  "date",
  "duration",
  "hostname",
  "uuid",
  "time",
  "binary",
];
const patterns = [
  "^[a-z]+$",
  "abc",
  "^a|b$",
  "\\d+",
  "^\\S+$",
  "(?=x)y",
  "^(a|b)*$",
  "\\bfoo",
  "^.{1,5}$",
  "^\\p{L}+$",
];

const leaves: readonly Schema[] = [
  withSome(
    { type: "string" },
    { minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 20 }), description: fc.constant("A text.") },
  ),
  withSome({ type: "string" }, { format: fc.constantFrom(...formats), title: fc.constant("Title") }),
  withSome(
    { type: "string" },
    { pattern: fc.constantFrom(...patterns), maxLength: fc.integer({ min: 1, max: 9 }) },
  ),
  withSome(
    { type: "integer" },
    {
      minimum: fc.integer({ min: -5, max: 5 }),
      exclusiveMaximum: fc.constantFrom(50, 99.5),
      multipleOf: fc.constantFrom(1, 2),
      format: fc.constant("int32"),
      default: fc.constant(1),
    },
  ),
  withSome(
    { type: "number" },
    {
      exclusiveMinimum: fc.constantFrom(-1, 0.5),
      maximum: fc.constantFrom(50, 99.5),
      multipleOf: fc.constantFrom(1, 0.01),
    },
  ),
  fc
    .uniqueArray(fc.constantFrom("a", "b", "", "é"), { minLength: 1 })
    .map((values) => ({ type: "string", enum: values })),
  fc
    .uniqueArray(fc.constantFrom<unknown>("a", "b", null, 1, 3, true), { minLength: 2 })
    .map((values) => ({ enum: values })),
  fc.constantFrom<unknown>("a", 1, 1.5, true).map((value) => ({ const: value })),
  fc.constantFrom<object>(
    { type: "boolean" },
    {},
    { description: "Anything." },
    { type: "object" },
    { type: "array" },
  ),
  fc.constantFrom<object>(
    { $ref: "#/$defs/d" },
    { $ref: "#/$defs/d", description: "One." },
    { $ref: "#" },
    { $ref: "other.json" },
  ),
];

function branches(inner: Schema): readonly Schema[] {
  const nullable = fc
    .constantFrom("anyOf", "oneOf")
    .chain((keyword) => inner.map((schema) => ({ [keyword]: [schema, { type: "null" }] })));
  const choice = fc.constantFrom("anyOf", "oneOf").chain((keyword) =>
    inner.map((schema) => ({
      [keyword]: [{ type: "object", properties: { a: schema }, required: ["a"] }, { type: "boolean" }],
    })),
  );
  const list = withSome(
    { type: "array" },
    {
      items: inner,
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 9 }),
      uniqueItems: fc.boolean(),
    },
  );
  return [nullable, choice, list, objectSchema(inner)];
}

const names = ["a", "b", "$ref", "type", "x-y", "__proto__", "constructor", "日本", "a b", "if"];

function objectSchema(inner: Schema): Schema {
  const property = fc.record({ name: fc.constantFrom(...names), schema: inner, isRequired: fc.boolean() });
  const properties = fc.uniqueArray(property, { selector: ({ name }) => name, maxLength: 4 }).map((all) => ({
    type: "object",
    properties: Object.fromEntries(all.map(({ name, schema }) => [name, schema])),
    required: all.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  }));
  const rest = withSome(
    {},
    { additionalProperties: fc.oneof(fc.boolean(), fc.constant({}), inner), minProperties: fc.nat(1) },
  );
  return fc.tuple(properties, rest).map(([declared, more]) => ({ ...declared, ...more }));
}
