import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { type JsonPlace, placeAt } from "../../util/json-places.js";

/** The span of what a JSON Pointer leads to in the text that `root` has the places of; of an object or array its name, which is one line. */
export function spanAt({ path, text }: SourceFile, root: JsonPlace, pointer: string): Span {
  const place = placeAt(root, pointer);
  const isBlock = text[place.start] === "{" || text[place.start] === "[";
  const { start, end } = isBlock ? (place.key ?? { start: place.start, end: place.start + 1 }) : place;
  return { file: path, start, end };
}
