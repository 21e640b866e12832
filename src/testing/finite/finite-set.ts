import type { SourceFile } from "../../source/source-file.js";
import { type Choices, chance, pick, several, weighted } from "../choices.js";
import { finiteCondition } from "./finite-condition.js";
import type { FinitePlace } from "./finite-place.js";
import { type FiniteRelations, generateRelations } from "./finite-relations.js";

/** A policy set of which all requests can be made, and what they are made of. */
export interface FiniteSet {
  readonly files: readonly SourceFile[];
  readonly places: readonly FinitePlace[];
  readonly delegated: boolean;
  /** What rules test of relations, where they do. */
  readonly relations?: FiniteRelations;
}

/**
 * A random small policy set over finite domains: Bools, a few integers, unions of literals, short lists of them, what may be absent, two
 * ids and one group. What holds for all of its requests can be found out by trying them all.
 */
export function generateFiniteSet(choices: Choices): FiniteSet {
  return setOver(choices, choosePlaces(choices, finiteShapes, 36));
}

/**
 * A random small policy set over texts of few letters: of types that have no others, so that what holds for all requests can be found out
 * by trying them all.
 */
export function generateTextSet(choices: Choices): FiniteSet {
  return setOver(choices, choosePlaces(choices, textShapes, 150));
}

/** A random small policy set whose rules test relations between few entities. */
export function generateRelationSet(choices: Choices): FiniteSet {
  const places = choosePlaces(choices, finiteShapes, 4);
  return setOver(choices, places, (delegated) => generateRelations(choices, delegated));
}

function setOver(
  choices: Choices,
  places: readonly FinitePlace[],
  relate?: (delegated: boolean) => FiniteRelations,
): FiniteSet {
  const delegated = chance(choices, 40);
  const relations = relate?.(delegated);
  const rules = several(choices, 2, 5, (index) => ruleText(choices, places, delegated, index, relations));
  const assertions = several(choices, 0, 2, (index) => assertionText(choices, places, index, relations));
  const text = [
    schemaText(places, delegated, relations),
    `policy p {\n${rules.join("\n")}\n}`,
    ...assertions,
  ].join("\n\n");
  const files = [{ path: "finite.pol", text: `${text}\n` }];
  return { files, places, delegated, ...(relations && { relations }) };
}

/** What a place can hold. */
type Shape = Pick<FinitePlace, "kind" | "type" | "values">;

type WeightedShapes = readonly (readonly [number, (choices: Choices) => Shape])[];

const finiteShapes: WeightedShapes = [
  [3, () => ({ kind: "Bool", type: "Bool", values: [true, false] })],
  [4, intShape],
  [3, () => ({ kind: "Literals", type: '"a" | "b" | "c"', values: ["a", "b", "c"] })],
  [2, listShape],
];

const textShapes: WeightedShapes = [
  [1, intShape],
  [4, textShape],
];

/** Places of which there are `most` combinations at most, ids and groups aside. */
function choosePlaces(choices: Choices, shapes: WeightedShapes, most: number): readonly FinitePlace[] {
  const candidates = several(choices, 3, 6, (index) => choosePlace(choices, shapes, index));
  const places: FinitePlace[] = [];
  let size = 1;
  for (const place of candidates) {
    if (size * place.values.length > most) continue;
    size *= place.values.length;
    places.push(place);
  }
  return places;
}

function choosePlace(choices: Choices, shapes: WeightedShapes, index: number): FinitePlace {
  const root = pick(choices, ["args", "subject", "context", "resource"] as const);
  const optional = chance(choices, 30);
  const { values, ...shape } = weighted(choices, shapes)(choices);
  return { root, name: `x${index}`, optional, ...shape, values: optional ? [undefined, ...values] : values };
}

function intShape(choices: Choices): Shape {
  const maximum = choices.int(1, 3);
  const values = Array.from({ length: maximum + 1 }, (_, value) => value);
  return { kind: "Int", type: `Int in 0..${maximum}`, values };
}

function listShape(choices: Choices): Shape {
  const minimum = choices.int(0, 1);
  const pairs = ["a", "b"].flatMap((first) => ["a", "b"].map((second) => [first, second]));
  const values = [...(minimum === 0 ? [[]] : []), ["a"], ["b"], ...pairs];
  return { kind: "List", type: `List<"a" | "b"> length ${minimum}..2`, values };
}

function textShape(choices: Choices): Shape {
  const { pattern, values } = pick(choices, textTypes);
  return { kind: "Text", type: `String matches /${pattern}/`, values };
}

const textTypes = [
  { pattern: "[ab]{1,2}", values: ["a", "b", "aa", "ab", "ba", "bb"] },
  { pattern: "[aA]?b?", values: ["", "a", "A", "b", "ab", "Ab"] },
  { pattern: "[aA]{0,2}", values: ["", "a", "A", "aa", "aA", "Aa", "AA"] },
  { pattern: "a{0,3}", values: ["", "a", "aa", "aaa"] },
  { pattern: "[aAb]", values: ["a", "A", "b"] },
] as const;

function schemaText(
  places: readonly FinitePlace[],
  delegated: boolean,
  relations: FiniteRelations | undefined,
): string {
  const fields = (root: FinitePlace["root"]) =>
    places
      .filter((place) => place.root === root)
      .map(({ name, optional, type }) => `${name}${optional ? "?" : ""}: ${type}`)
      .join(", ");
  return [
    `principal User in Team { ${fields("subject")} }`,
    ...(delegated ? ["principal Agent acting for User"] : []),
    ...(relations
      ? relatedEntities(relations, fields("resource"))
      : ["entity Team", `entity Doc { ${fields("resource")} }`]),
    `action go(${[fields("args"), ...(relations ? ["who?: User"] : [])].filter((text) => text !== "").join(", ")}) on Doc`,
    `context { ${fields("context")} }`,
  ].join("\n");
}

function relatedEntities({ members }: FiniteRelations, fields: string): readonly string[] {
  return [
    `entity Team {\n  ${members.Team}\n}`,
    `entity Folder in Folder {\n  ${members.Folder}\n}`,
    `entity Doc in Folder {\n  ${fields}\n  ${members.Doc}\n}`,
  ];
}

function ruleText(
  choices: Choices,
  places: readonly FinitePlace[],
  delegated: boolean,
  index: number,
  relations: FiniteRelations | undefined,
): string {
  const effect = pick(choices, ["allow", "allow", "deny"]);
  const principal = pick(choices, [
    "User",
    'User("u")',
    'User in Team("t")',
    ...(delegated ? ["User acting alone", "Agent acting for User", "anyone"] : []),
  ]);
  return `  rule r${index}\n    ${effect} ${principal} to go\n${clausesText(choices, places, principal, relations)}`;
}

function clausesText(
  choices: Choices,
  places: readonly FinitePlace[],
  principal: string,
  relations: FiniteRelations | undefined,
): string {
  const readable = places.filter(({ root }) => root !== "subject" || principal.startsWith("User"));
  const clauses = several(choices, 0, 2, () =>
    finiteCondition(choices, readable, choices.int(0, 2), relations),
  );
  return clauses
    .map((clause, index) => `    ${index === 0 && chance(choices, 20) ? "unless" : "when"} ${clause}\n`)
    .join("");
}

function assertionText(
  choices: Choices,
  places: readonly FinitePlace[],
  index: number,
  relations: FiniteRelations | undefined,
): string {
  const effect = pick(choices, ["allow", "deny"]);
  const principal = pick(choices, ["User", 'User in Team("t")']);
  return `assert a${index}\n  ${effect} ${principal} to go\n${clausesText(choices, places, principal, relations)}`;
}
