import { type Choices, pick, some } from "../../src/testing/choices.js";

/** What says the same in both languages. */
export interface Condition {
  readonly pol: string;
  readonly smt: string;
}

/** An attribute or an argument, of which SMT-LIB knows the name alone; an optional one, and a map, has a constant that says what is there. */
export interface Place {
  readonly owner: "principal" | "args";
  readonly name: string;
  readonly kind: "text" | "number" | "texts" | "numbers" | "map";
  readonly optional: boolean;
}

const candidates: readonly Place[] = [
  { owner: "principal", name: "team", kind: "text", optional: false },
  { owner: "principal", name: "name", kind: "text", optional: false },
  { owner: "principal", name: "nick", kind: "text", optional: true },
  { owner: "principal", name: "level", kind: "number", optional: false },
  { owner: "principal", name: "grade", kind: "number", optional: true },
  { owner: "args", name: "table", kind: "text", optional: false },
  { owner: "args", name: "note", kind: "text", optional: true },
  { owner: "args", name: "limit", kind: "number", optional: false },
  { owner: "args", name: "tags", kind: "texts", optional: false },
  { owner: "args", name: "ids", kind: "numbers", optional: false },
  { owner: "args", name: "meta", kind: "map", optional: false },
];

/** Some of the places that there are: few, so that tests are of the same ones. */
export function randomPlaces(choices: Choices): readonly Place[] {
  return some(choices, candidates, 2, 5);
}

/** That an optional place is there. */
export function presenceOf({ owner, name }: Place): Condition {
  return { pol: `${owner} has ${name}`, smt: `has_${name}` };
}

/** Types of texts, and what SMT-LIB says of one. */
const textTypes = [
  { type: "String", bounds: [] },
  { type: "String", bounds: [] },
  { type: "String length 1..6", bounds: ["(<= 1 (str.len _) 6)"] },
  { type: "String length ..2", bounds: ["(<= (str.len _) 2)"] },
  {
    type: "String matches /[a-z_]{1,10}/",
    bounds: ['(str.in_re _ ((_ re.loop 1 10) (re.union (re.range "a" "z") (str.to_re "_"))))'],
  },
  {
    type: "String matches /[abA]{0,2}/",
    bounds: ['(str.in_re _ ((_ re.loop 0 2) (re.union (re.range "a" "b") (str.to_re "A"))))'],
  },
] as const;

const numberTypes = [
  { type: "Int in -50..50", bounds: ["(<= -50 _ 50)"] },
  { type: "Int in 0..9", bounds: ["(<= 0 _ 9)"] },
  { type: "Int", bounds: ["(<= -9007199254740991 _ 9007199254740991)"] },
] as const;

const otherTypes = {
  texts: { type: "List<String>", sort: "(Seq String)", bounds: [] },
  numbers: { type: "List<Int>", sort: "(Seq Int)", bounds: [] },
  map: { type: "Map<Int>", sort: "(Array String Int)", bounds: [] },
} as const;

/** A constant of SMT-LIB. */
export interface Constant {
  readonly name: string;
  readonly sort: string;
}

/** The places of a set, each with a type, in both languages. */
export interface Schema {
  readonly pol: string;
  readonly constants: readonly Constant[];
  /** What the types say of the constants. */
  readonly bounds: readonly string[];
}

/** The places, each with a random type of its kind. */
export function randomSchema(choices: Choices, places: readonly Place[]): Schema {
  const typed = places.map((place) => ({ place, type: typeOf(choices, place) }));
  const of = (owner: Place["owner"]) =>
    typed
      .filter(({ place }) => place.owner === owner)
      .map(({ place: { name, optional }, type }) => `${name}${optional ? "?" : ""}: ${type.type}`)
      .join(", ");
  return {
    pol: `principal User { ${of("principal")} }\naction go(${of("args")})\n`,
    constants: typed.flatMap(({ place, type }) => constantsOf(place, type.sort)),
    bounds: typed.flatMap(({ place, type }) =>
      type.bounds.map((bound) => bound.replaceAll(/ _(?=[ )])/g, ` ${place.name}`)),
    ),
  };
}

function constantsOf({ name, kind, optional }: Place, sort: string): readonly Constant[] {
  return [
    { name, sort },
    ...(optional ? [{ name: `has_${name}`, sort: "Bool" }] : []),
    ...(kind === "map" ? [{ name: `has_${name}`, sort: "(Array String Bool)" }] : []),
  ];
}

function typeOf(
  choices: Choices,
  { kind }: Place,
): { type: string; sort: string; bounds: readonly string[] } {
  switch (kind) {
    case "text":
      return { ...pick(choices, textTypes), sort: "String" };
    case "number":
      return { ...pick(choices, numberTypes), sort: "Int" };
    default:
      return otherTypes[kind];
  }
}
