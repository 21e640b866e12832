import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { isJsonObject } from "../../util/json-object.js";
import { jsonPlaces, pointerTo } from "../../util/json-places.js";
import { spanAt } from "../mcp/span-at.js";

/** Where a type, or one of its relations, is defined: the transformer does not say. */
export type FgaPlaces = (type: string, relation?: string) => Span;

/** The places of a model in its DSL, found by the words that begin a definition. */
export function placesInDsl(sources: readonly SourceFile[]): FgaPlaces {
  const places = new Map<string, Span>();
  for (const { path, text } of sources) {
    let type = "";
    for (const found of text.matchAll(/^[ \t]*(extend[ \t]+type|type|define)[ \t]+([^\s:#]+)/gm)) {
      const [words, keyword, name = ""] = found;
      if (keyword !== "define") type = name;
      const end = found.index + words.length;
      const key = keyOf(type, keyword === "define" ? name : undefined);
      if (!places.has(key)) places.set(key, { file: path, start: end - name.length, end });
    }
  }
  return lookUp(places, sources[0]?.path ?? "");
}

/** The places of a model in its JSON. */
export function placesInJson(source: SourceFile, value: unknown): FgaPlaces {
  const places = new Map<string, Span>();
  const root = jsonPlaces(source.text);
  const definitions = isJsonObject(value) ? value.type_definitions : undefined;
  for (const [index, definition] of (Array.isArray(definitions) ? definitions : []).entries()) {
    if (!isJsonObject(definition) || typeof definition.type !== "string") continue;
    const pointer = pointerTo("/type_definitions", index);
    places.set(keyOf(definition.type), spanAt(source, root, pointerTo(pointer, "type")));
    for (const relation of Object.keys(isJsonObject(definition.relations) ? definition.relations : {}))
      places.set(
        keyOf(definition.type, relation),
        spanAt(source, root, pointerTo(pointer, "relations", relation)),
      );
  }
  return lookUp(places, source.path);
}

/** Names have no `#`. */
function keyOf(type: string, relation?: string): string {
  return relation === undefined ? type : `${type}#${relation}`;
}

function lookUp(places: ReadonlyMap<string, Span>, file: string): FgaPlaces {
  return (type, relation) => places.get(keyOf(type, relation)) ?? { file, start: 0, end: 1 };
}
