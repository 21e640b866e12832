import type { JsonObject } from "../../src/util/json-object.js";
import type { Place } from "./places.js";

/** A request as assertions about the places: what it leaves out is left open, but for what may be absent. */
export function witnessOf(places: readonly Place[], request: JsonObject): string {
  const { subject, action } = request as {
    readonly subject: { readonly properties?: JsonObject };
    readonly action: { readonly properties?: JsonObject };
  };
  return places
    .map((place) => {
      const properties = (place.owner === "args" ? action : subject).properties ?? {};
      return assertionOf(place, properties[place.name]);
    })
    .join("");
}

function assertionOf({ name, kind, optional }: Place, value: unknown): string {
  if (value === undefined || value === null) return optional ? `(assert (not has_${name}))\n` : "";
  if (kind === "map") return mapAssertion(name, value as JsonObject);
  const sort = kind === "texts" ? "String" : "Int";
  const equal = `(assert (= ${name} ${Array.isArray(value) ? listText(value, sort) : scalarText(value)}))\n`;
  return optional ? `(assert has_${name})\n${equal}` : equal;
}

function mapAssertion(name: string, value: JsonObject): string {
  const entries = Object.entries(value);
  const keys = entries.reduce(
    (array, [key]) => `(store ${array} ${scalarText(key)} true)`,
    "((as const (Array String Bool)) false)",
  );
  const values = entries.map(
    ([key, each]) => `(assert (= (select ${name} ${scalarText(key)}) ${scalarText(each)}))\n`,
  );
  return `(assert (= has_${name} ${keys}))\n${values.join("")}`;
}

function listText(values: readonly unknown[], sort: string): string {
  const units = values.map((each) => `(seq.unit ${scalarText(each)})`);
  return units.length === 0
    ? `(as seq.empty (Seq ${sort}))`
    : `(seq.++ ${units.join(" ")} (as seq.empty (Seq ${sort})))`;
}

function scalarText(value: unknown): string {
  if (typeof value === "number") return value < 0 ? `(- ${-value})` : String(value);
  const characters = [...String(value)].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"') return '""';
    return character === "\\" || code < 0x20 || code > 0x7e ? `\\u{${code.toString(16)}}` : character;
  });
  return `"${characters.join("")}"`;
}
