import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { type JsonPlace, placeAt } from "../../util/json-places.js";

/** The span of what a JSON Pointer leads to in the text that `root` has the places of. */
export function spanAt({ path }: SourceFile, root: JsonPlace, pointer: string): Span {
  const { start, end } = placeAt(root, pointer);
  return { file: path, start, end };
}
