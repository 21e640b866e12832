import type { Bounds, Field, Type } from "../../types/type.js";
import { type Choices, chance, pick, several, some, weighted } from "../choices.js";
import { field, type Generation } from "./model.js";
import { attributeNames, sampleTexts, strangeAttributeNames } from "./names.js";
import { refinementPattern, refinementPatterns } from "./patterns.js";

/** A random type; `depth` bounds how far lists, maps and records nest. Entity types are those declared so far. */
export function generateType(generation: Generation, depth: number): Type {
  const { choices } = generation;
  return weighted<() => Type>(choices, [
    [4, () => stringType(choices)],
    [2, () => ({ kind: "Bool", ...secret(choices) })],
    [4, () => boundedType(choices)],
    [3, () => ({ kind: "Literals", values: literalValues(choices) })],
    [9, () => ({ kind: pick(choices, textKinds), ...secret(choices) })],
    [depth > 0 ? 4 : 0, () => listType(generation, depth)],
    [depth > 0 ? 2 : 0, () => ({ kind: "Map", value: generateType(generation, depth - 1) })],
    [depth > 0 ? 3 : 0, () => generateRecord(generation, depth)],
    [2, () => entityType(generation)],
    [1, () => ({ kind: "Json" })],
  ])();
}

const textKinds = ["Time", "Date", "Ip", "Cidr", "Url", "Host", "Email", "Path"] as const;

function secret(choices: Choices): { secret?: true } {
  return chance(choices, 5) ? { secret: true } : {};
}

function stringType(choices: Choices): Type {
  const refined = choices.int(0, 9);
  const length = refined === 8 || refined === 9 ? { length: lengthBounds(choices) } : {};
  const pattern = refined === 7 ? { pattern: refinementPattern(pick(choices, refinementPatterns)) } : {};
  return { kind: "String", ...length, ...pattern, ...secret(choices) };
}

function lengthBounds(choices: Choices): Bounds {
  return pick<Bounds>(choices, [
    { minimum: 1 },
    { maximum: 12 },
    { minimum: 0, maximum: 8 },
    { minimum: 5, maximum: 5 },
    { minimum: 1, maximum: 39 },
  ]);
}

function boundedType(choices: Choices): Type {
  const kind = pick(choices, ["Int", "Int", "Number", "Duration"] as const);
  const bounds = chance(choices, 40) ? { bounds: pick(choices, boundsOf[kind]) } : {};
  return { kind, ...bounds, ...secret(choices) };
}

const boundsOf: Readonly<Record<"Int" | "Number" | "Duration", readonly Bounds[]>> = {
  Int: [{ minimum: 1, maximum: 100 }, { minimum: 0 }, { maximum: 1000 }, { minimum: -10, maximum: 10 }],
  Number: [{ minimum: 0 }, { minimum: -1.5, maximum: 99.5 }, { maximum: 1000 }],
  Duration: [{ maximum: 3_600_000 }, { minimum: 0 }, { minimum: 1000, maximum: 86_400_000 }],
};

/** Some values of a union of literals, sorted as the checker keeps them. */
function literalValues(choices: Choices): string[] {
  return some(choices, literalPool, 2, 4).sort();
}

const literalPool = [
  "low",
  "medium",
  "high",
  "a",
  "b",
  "Low",
  "__proto__",
  "constructor",
  "naïve ☃",
  "",
  "mon",
];

function listType(generation: Generation, depth: number): Type {
  const { choices } = generation;
  const length = chance(choices, 30)
    ? {
        length: pick<Bounds>(choices, [
          { minimum: 1 },
          { maximum: 3 },
          { minimum: 1, maximum: 5 },
          { minimum: 2, maximum: 2 },
        ]),
      }
    : {};
  return { kind: "List", element: generateType(generation, depth - 1), ...length };
}

/** A record of one to four fields, now and then an open one. */
export function generateRecord(generation: Generation, depth: number): Type {
  const names = fieldNames(generation.choices, 1, 4);
  const fields = names.map((name) => [name, generateField(generation, name, depth - 1)] as const);
  return { kind: "Record", fields: new Map(fields), open: chance(generation.choices, 20) };
}

/** A field with a random type, present or not by chance. */
export function generateField(generation: Generation, name: string, depth: number): Field {
  return withPresence(generation.choices, name, generateType(generation, depth));
}

/** The type as a field called `name`: required, optional, nullable or both. */
export function withPresence(choices: Choices, name: string, type: Type): Field {
  return field(name, type, { optional: chance(choices, 35), nullable: chance(choices, 12) });
}

/** Different names for fields; some of them are strange ones. */
export function fieldNames(choices: Choices, minimum: number, maximum: number): string[] {
  const names = several(choices, minimum, maximum, () =>
    pick(choices, chance(choices, 15) ? strangeAttributeNames : attributeNames),
  );
  return [...new Set(names)];
}

function entityType({ choices, schema }: Generation): Type {
  const names = [...schema.entities.keys()];
  if (names.length === 0) return { kind: "String" };
  return { kind: "Entity", names: some(choices, names, 1, chance(choices, 50) ? 3 : 1).sort() };
}

/** A text for a String without refinements. */
export function sampleText(choices: Choices): string {
  return pick(choices, sampleTexts);
}
