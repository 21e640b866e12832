import type { JsonObject } from "../../src/util/json-object.js";
import type { Place } from "./places.js";

/** The constants that a request gives a value to. What it leaves out is left open, but for what may be absent. */
export function witnessOf(places: readonly Place[], request: JsonObject): ReadonlyMap<string, string> {
  const { subject, action } = request as {
    readonly subject: { readonly properties?: JsonObject };
    readonly action: { readonly properties?: JsonObject };
  };
  return new Map(
    places.flatMap((place) => {
      const properties = (place.owner === "args" ? action : subject).properties ?? {};
      return valuesOf(place, properties[place.name]);
    }),
  );
}

function valuesOf({ name, kind, optional }: Place, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return optional ? [[`has_${name}`, "false"]] : [];
  if (kind === "map") return mapValues(name, Object.entries(value as JsonObject));
  const text = Array.isArray(value)
    ? listText(value, kind === "texts" ? "String" : "Int")
    : scalarText(value);
  return optional
    ? [
        [name, text],
        [`has_${name}`, "true"],
      ]
    : [[name, text]];
}

function mapValues(
  name: string,
  entries: readonly (readonly [string, unknown])[],
): readonly (readonly [string, string])[] {
  const stored = (sort: string, without: string, textOf: (value: unknown) => string) =>
    entries.reduce(
      (array, [key, value]) => `(store ${array} ${scalarText(key)} ${textOf(value)})`,
      `((as const (Array String ${sort})) ${without})`,
    );
  return [
    [name, stored("Int", "0", scalarText)],
    [`has_${name}`, stored("Bool", "false", () => "true")],
  ];
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
