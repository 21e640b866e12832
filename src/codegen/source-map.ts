import { GenMapping, maybeAddMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { SourceFile } from "../source/source-file.js";
import type { CodeMark } from "./code.js";
import { createPlaces } from "./places.js";

/** What a source map is made of besides places. */
export interface SourceMapOptions {
  readonly sources: readonly SourceFile[];
  readonly file: string;
  readonly sourcesContent?: boolean;
  readonly sourceRoot?: string;
}

/** The source map (version 3) that leads from generated code to policies. */
export function emitSourceMap(
  marks: readonly CodeMark[],
  { sources, file, sourcesContent, sourceRoot = "" }: SourceMapOptions,
): string {
  const map = new GenMapping(sourceRoot === "" ? { file } : { file, sourceRoot });
  const places = createPlaces(sources);
  const named = new Set<string>();
  for (const { line, column, span } of marks) {
    const { file: source, line: sourceLine, column: sourceColumn } = places.placeOf(span);
    if (source === "") continue; // made by polc, and written nowhere
    named.add(source);
    maybeAddMapping(map, {
      generated: { line, column },
      source,
      original: { line: sourceLine, column: sourceColumn - 1 },
    });
  }
  const shown = sourcesContent ? sources.filter(({ path }) => named.has(path)) : [];
  for (const { path, text } of shown) setSourceContent(map, path, text);
  return JSON.stringify(toEncodedMap(map));
}
