import { lineStarts, type Position, positionAt, type SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";

/** Finds the line and column of spans. */
export interface Places {
  placeOf(span: Span): Position & { readonly file: string };
}

/** Places in these files; a span of another file is at its start. */
export function createPlaces(sources: readonly SourceFile[]): Places {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const starts = new Map<string, readonly number[]>();
  const startsOf = (file: string): readonly number[] => {
    const known = starts.get(file) ?? lineStarts(texts.get(file) ?? "");
    starts.set(file, known);
    return known;
  };
  return {
    placeOf: ({ file, start }) => ({ file, ...positionAt(startsOf(file), texts.has(file) ? start : 0) }),
  };
}
