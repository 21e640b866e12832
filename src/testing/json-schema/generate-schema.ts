import { type Choices, chance, pick, several, shuffled, some, weighted } from "../choices.js";

/** A schema as it is made, keyword by keyword. */
export type GeneratedSchema = boolean | { readonly [keyword: string]: unknown };

type Keywords = readonly (readonly [string, unknown])[];

/** A random JSON Schema of one of the two drafts: every keyword, definitions, references, recursion. */
export function generateSchema(choices: Choices): GeneratedSchema {
  const isDraft07 = chance(choices, 25);
  const names = some(choices, ["A", "B", "C/d", "E~"], 0, 3);
  const key = isDraft07 || chance(choices, 15) ? "definitions" : "$defs";
  const anchored = new Set(isDraft07 ? [] : some(choices, names, 0, 1));
  const references = ["#", ...names.map((name) => referenceTo(key, name, anchored.has(name)))];
  const generation: Generation = { choices, isDraft07, references };
  const definitions = names.map((name): [string, GeneratedSchema] => {
    const schema = generateNode(generation, 2);
    const anchor =
      anchored.has(name) && typeof schema === "object" ? { $anchor: `anchor-${name.charAt(0)}` } : {};
    return [name, typeof schema === "boolean" ? schema : { ...schema, ...anchor }];
  });
  const root = generateNode(generation, 3);
  return schemaOf(choices, [
    ...Object.entries(typeof root === "boolean" ? {} : root),
    ...(isDraft07 ? [["$schema", "http://json-schema.org/draft-07/schema#"] as const] : []),
    ...(definitions.length > 0 ? [[key, Object.fromEntries(definitions)] as const] : []),
  ]);
}

function referenceTo(key: string, name: string, isAnchored: boolean): string {
  if (isAnchored) return `#anchor-${name.charAt(0)}`;
  return `#/${key}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

interface Generation {
  readonly choices: Choices;
  readonly isDraft07: boolean;
  /** What a `$ref` may say: the whole, and each definition. */
  readonly references: readonly string[];
}

/** The order of keywords must not matter. */
function schemaOf(choices: Choices, keywords: Keywords): GeneratedSchema {
  return Object.fromEntries(shuffled(choices, keywords));
}

function generateNode(generation: Generation, depth: number): GeneratedSchema {
  const { choices } = generation;
  const make = weighted<(generation: Generation, depth: number) => Keywords>(choices, [
    [14, stringKeywords],
    [10, numberKeywords],
    [2, () => [["type", "boolean"]]],
    [depth > 0 ? 10 : 2, arrayKeywords],
    [depth > 0 ? 18 : 3, objectKeywords],
    [10, constantKeywords],
    [generation.references.length > 1 ? 10 : 1, referenceKeywords],
    [depth > 0 ? 14 : 0, combinationKeywords],
    [3, typesKeywords],
    [2, () => []],
  ]);
  if (chance(choices, 2)) return chance(choices, 50);
  return schemaOf(choices, [...make(generation, depth), ...annotationKeywords(generation)]);
}

function annotationKeywords({ choices }: Generation): Keywords {
  if (!chance(choices, 10)) return [];
  const annotations = [
    ["description", "words"],
    ["default", 1],
    ["x-order", 3],
    ["title", "T"],
    ["deprecated", true],
  ] as const;
  return some(choices, annotations, 1, 2);
}

/** `type`, or now and then nothing, or with `null`. */
function typeKeywords({ choices }: Generation, name: string): Keywords {
  return weighted<Keywords>(choices, [
    [80, [["type", name]]],
    [8, [["type", shuffled(choices, [name, "null"])]]],
    [
      4,
      [
        ["type", name],
        ["nullable", true],
      ],
    ],
    [8, []],
  ]);
}

/** Each of the keywords as often as its percentage says. */
function maybe(
  choices: Choices,
  ...keywords: readonly (readonly [number, string, () => unknown])[]
): Keywords {
  return keywords.flatMap(([percent, name, make]) =>
    chance(choices, percent) ? [[name, make()] as const] : [],
  );
}

/** Patterns that a type keeps, and some that it does not. */
const patterns = [
  "^[a-c]+$",
  "b",
  "^a",
  "c$",
  "^(a|bc)*$",
  "^a|c$",
  "\\bab\\b",
  "^\\S+$",
  "^[^a]*$",
  "(?=a)b",
  "^.{2}$",
  "\\d",
];

/** Formats that are types of Pol. */
export const typedFormats = [
  "uri",
  "email",
  "ipv4",
  "ipv6",
  "date-time",
  "date",
  "duration",
  "hostname",
] as const;

function stringKeywords(generation: Generation): Keywords {
  const { choices } = generation;
  return [
    ...typeKeywords(generation, "string"),
    ...maybe(
      choices,
      [25, "minLength", () => choices.int(0, 3)],
      [25, "maxLength", () => choices.int(0, 5)],
      [25, "pattern", () => pick(choices, patterns)],
      [15, "format", () => pick(choices, [...typedFormats, "uuid", "regex"])],
    ),
  ];
}

const bounds = [0, 1, -1, 2.5, 3, 10, -0.5, 2 ** 53 - 1, 2 ** 53, 1e20, -1e20];

function numberKeywords(generation: Generation): Keywords {
  const { choices } = generation;
  const bound = () => pick(choices, bounds);
  return [
    ...typeKeywords(generation, pick(choices, ["integer", "number"])),
    ...maybe(
      choices,
      [25, "minimum", bound],
      [25, "maximum", bound],
      [12, "exclusiveMinimum", bound],
      [12, "exclusiveMaximum", bound],
      [10, "multipleOf", () => pick(choices, [1, 2, 0.5, 3])],
      [3, "format", () => pick(choices, ["int32", "double"])],
    ),
  ];
}

function typesKeywords({ choices }: Generation): Keywords {
  const names = ["string", "integer", "number", "boolean", "null", "array", "object"];
  return [
    ["type", some(choices, names, 1, 4)],
    ...maybe(choices, [30, "minLength", () => 2], [30, "maximum", () => 5]),
  ];
}

function arrayKeywords(generation: Generation, depth: number): Keywords {
  const { choices, isDraft07 } = generation;
  const node = () => generateNode(generation, depth - 1);
  const tuple = () => several(choices, 1, 2, node);
  return [
    ...typeKeywords(generation, "array"),
    ...(isDraft07 && chance(choices, 20)
      ? [["items", tuple()] as const, ...maybe(choices, [40, "additionalItems", node])]
      : maybe(choices, [80, "items", node], [isDraft07 ? 0 : 15, "prefixItems", tuple])),
    ...maybe(
      choices,
      [20, "minItems", () => choices.int(0, 2)],
      [20, "maxItems", () => choices.int(0, 3)],
      [10, "uniqueItems", () => chance(choices, 70)],
      [6, "contains", node],
      [3, "minContains", () => choices.int(0, 2)],
      [3, "unevaluatedItems", node],
    ),
  ];
}

/** Names that properties have: some that JavaScript has on every object, some that pointers escape. */
export const propertyNames = ["a", "b", "c", "kind", "$ref", "constructor", "", "x/y~z", "toString"];

function objectKeywords(generation: Generation, depth: number): Keywords {
  const { choices } = generation;
  const node = () => generateNode(generation, depth - 1);
  const names = (least: number, most: number) => some(choices, propertyNames, least, most);
  const named = (least: number, most: number) =>
    Object.fromEntries(names(least, most).map((name) => [name, node()]));
  return [
    ...typeKeywords(generation, "object"),
    ...maybe(
      choices,
      [85, "properties", () => named(0, 4)],
      [50, "required", () => names(0, 2)],
      [50, "additionalProperties", () => (chance(choices, 60) ? chance(choices, 50) : node())],
      [6, "patternProperties", () => ({ [pick(choices, ["^a", "b", ".*", "^x-"])]: node() })],
      [
        6,
        "propertyNames",
        () => pick(choices, [{ maxLength: 3 }, { pattern: "^[a-z]" }, { type: "string" }, true]),
      ],
      [6, "minProperties", () => choices.int(0, 2)],
      [6, "maxProperties", () => choices.int(0, 3)],
      [4, "dependentRequired", () => ({ [pick(choices, propertyNames)]: names(1, 2) })],
      [4, "dependentSchemas", () => named(1, 1)],
      [4, "unevaluatedProperties", () => (chance(choices, 70) ? false : node())],
    ),
  ];
}

/** Constants of every kind. */
export const constants = [
  "a",
  "bc",
  "",
  0,
  1,
  2,
  3,
  7,
  2.5,
  -1,
  true,
  false,
  null,
  [],
  [1],
  {},
  { a: 1 },
  1e20,
];

function constantKeywords(generation: Generation): Keywords {
  const { choices } = generation;
  const texts = ["a", "b", "bc", "abc", "", "c d"];
  return weighted<() => Keywords>(choices, [
    [10, () => [["enum", some(choices, texts, 1, 4)]]],
    [5, () => [["enum", [...some(choices, texts, 1, 3), null]]]],
    [5, () => [["enum", some(choices, [0, 1, 2, 3, 4, 2.5], 1, 4)]]],
    [4, () => [["enum", some(choices, constants, 1, 4)]]],
    [10, () => [["const", pick(choices, constants)]]],
    [5, () => [...typeKeywords(generation, "string"), ["enum", some(choices, constants, 1, 4)]]],
  ])();
}

function referenceKeywords(generation: Generation, depth: number): Keywords {
  const { choices, references } = generation;
  const siblings = chance(choices, 25)
    ? Object.entries(generateNode(generation, Math.max(depth - 1, 0)))
    : [];
  const reference = pick(choices, chance(choices, 15) ? references : [...references.slice(1), "#"]);
  return [...siblings.filter(([keyword]) => keyword !== "$ref"), ["$ref", reference]];
}

function combinationKeywords(generation: Generation, depth: number): Keywords {
  const { choices } = generation;
  const node = () => generateNode(generation, depth - 1);
  const nodes = (least: number, most: number) => several(choices, least, most, node);
  const constant = () =>
    several(choices, 1, 4, () => ({ const: pick(choices, ["a", "b", "c", 1, 2]), title: "one" }));
  const combination = weighted<() => Keywords>(choices, [
    [12, () => [["anyOf", shuffled(choices, [node(), { type: "null" }])]]],
    [8, () => [["anyOf", nodes(1, 3)]]],
    [8, () => [["oneOf", nodes(1, 3)]]],
    [6, () => [[pick(choices, ["oneOf", "anyOf"]), constant()]]],
    [10, () => [["allOf", nodes(1, 3)]]],
    [
      3,
      () => [["not", chance(choices, 50) ? node() : { type: pick(choices, ["null", "string", "integer"]) }]],
    ],
    [3, () => [["if", node()], ...maybe(choices, [70, "then", node], [50, "else", node])]],
    [
      6,
      () => [
        ...objectKeywords(generation, depth),
        ["anyOf", several(choices, 1, 2, () => ({ required: some(choices, propertyNames, 1, 1) }))],
      ],
    ],
    [4, () => [["oneOf", unionOf(generation, depth)]]],
  ])();
  return chance(choices, 25) ? [...typesKeywords(generation), ...combination] : combination;
}

/** Objects that a constant tells apart. */
function unionOf(generation: Generation, depth: number): readonly GeneratedSchema[] {
  return some(generation.choices, ["a", "b", "c"], 1, 3).map((kind) => ({
    type: "object",
    properties: { kind: { const: kind }, [kind]: generateNode(generation, depth - 1) },
    required: ["kind"],
  }));
}
