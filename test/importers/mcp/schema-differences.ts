import { type Alternative, type PlacedSchema, viewOf } from "./schema-view.js";

/** Something that one schema says and the other does not. */
export interface Difference {
  /** Where the first schema says it, or fails to. */
  readonly places: readonly string[];
  readonly what: string;
}

/**
 * How the arguments' schema that polc gives back differs from a tool's. Not counted is what docs/json-schema.md says of every schema:
 * an optional argument may be null, integers are safe, and lists have at most a million elements.
 */
export function schemaDifferences(original: unknown, given: unknown): readonly Difference[] {
  const first = { schema: original, document: original, places: [""] };
  return compare(first, { schema: given, document: given, places: [""] }, false);
}

function compare(original: PlacedSchema, given: PlacedSchema, isOptional: boolean): readonly Difference[] {
  const [left, right] = [viewOf(original), viewOf(given)];
  const { places } = left;
  const isNullFine = left.nullable === right.nullable || (isOptional && right.nullable);
  const nulls = isNullFine ? [] : [{ places, what: right.nullable ? "null" : "no null" }];
  const [one, ...more] = left.alternatives;
  const [other, ...others] = right.alternatives;
  if (
    one === undefined ||
    other === undefined ||
    more.length + others.length > 0 ||
    one.type !== other.type
  ) {
    const all = [...new Set([...places, ...left.alternatives.flatMap((alternative) => alternative.places)])];
    return [
      ...nulls,
      { places: all, what: `${typesOf(left.alternatives)} → ${typesOf(right.alternatives)}` },
    ];
  }
  return [...nulls, ...compareAlternatives(one, other)];
}

function typesOf(alternatives: readonly Alternative[]): string {
  return alternatives.map(({ type }) => type).join(" | ");
}

function compareAlternatives(left: Alternative, right: Alternative): readonly Difference[] {
  return [
    ...compareConditions(left, right),
    ...compareProperties(left, right),
    ...compareRequired(left, right),
    ...compareAdditional(left, right),
    ...(left.items && right.items ? compare(left.items, right.items, false) : []),
  ];
}

function compareConditions(left: Alternative, right: Alternative): readonly Difference[] {
  const keywords = new Set([...left.conditions.keys(), ...right.conditions.keys()]);
  const differing = [...keywords].filter(
    (keyword) => text(left.conditions.get(keyword)) !== text(right.conditions.get(keyword)),
  );
  const isConstants = left.conditions.has("enum") && differing.includes("enum");
  // Constants that became a range, or any value of their type, differ as a whole.
  if (isConstants) return [{ places: left.places, what: `constants ${text(left.conditions.get("enum"))}` }];
  return differing.map((keyword) => {
    const [before, after] = [left, right].map(({ conditions }) => text(conditions.get(keyword)));
    return difference(left, keyword, `${before} → ${after}`);
  });
}

function compareProperties(left: Alternative, right: Alternative): readonly Difference[] {
  const names = new Set([...left.properties.keys(), ...right.properties.keys()]);
  return [...names].flatMap((name) => {
    const [one, other] = [left.properties.get(name) ?? undeclared(left, name), right.properties.get(name)];
    if (one === undefined || other === undefined)
      return [difference(left, `properties/${name}`, "in one only")];
    return compare(one, other, !left.required.has(name));
  });
}

/** A property that has to be there, though nothing but that is said of it. */
function undeclared({ required, additional, places }: Alternative, name: string): PlacedSchema | undefined {
  if (!required.has(name)) return undefined;
  return additional ?? { schema: true, document: true, places: places.map((place) => `${place}/required`) };
}

function compareRequired(left: Alternative, right: Alternative): readonly Difference[] {
  const names = new Set([...left.required, ...right.required]);
  return [...names]
    .filter((name) => left.required.has(name) !== right.required.has(name))
    .map((name) => difference(left, "required", name));
}

/** What says nothing of other properties lets them through. */
function compareAdditional(left: Alternative, right: Alternative): readonly Difference[] {
  if (left.type !== "object") return [];
  const open: PlacedSchema = { schema: true, document: true, places: left.places };
  const [one = open, other = open] = [left.additional, right.additional];
  if (one.schema === false && other.schema === false) return [];
  if (one === open && other.schema === false) return [{ places: left.places, what: "closed" }];
  if (one.schema === false || other.schema === false)
    return [difference(left, "additionalProperties", one.schema === false ? "opened" : "closed")];
  return compare(one, other, false);
}

function difference({ places }: Alternative, keyword: string, what: string): Difference {
  return { places: places.map((place) => `${place}/${keyword}`), what: `${keyword}: ${what}` };
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
