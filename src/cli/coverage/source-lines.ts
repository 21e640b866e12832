import { lineStarts, type SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { scan } from "../../syntax/scan.js";
import { RegexToken, StringToken } from "../../syntax/tokens.js";
import { contextualWords, reservedWords } from "../../syntax/words.js";

/** What a stretch of a policy's text is to a reader. */
export type Highlight = "word" | "text" | "comment";

/** A stretch of a line that is of one kind, and in one place or in none. */
export interface Segment<P> {
  readonly text: string;
  readonly highlight: Highlight | undefined;
  readonly place: P | undefined;
}

/** The lines of a file in stretches that look the same. `places` are of this file; of two that overlap the later one is seen. */
export function sourceLines<P extends { readonly span: Span }>(
  file: SourceFile,
  places: readonly P[],
): readonly (readonly Segment<P>[])[] {
  const { text } = file;
  const highlights = spread(text.length, highlightsOf(file));
  const placed = spread(
    text.length,
    places.map((place) => ({ ...place.span, value: place })),
  );
  const starts = lineStarts(text);
  return starts.map((start, index) => {
    const line = text.slice(start, starts[index + 1]).replace(/[\r\n]+$/, "");
    return segmentsOf(line, (column) => ({
      highlight: highlights[start + column],
      place: placed[start + column],
    }));
  });
}

interface Range<V> {
  readonly start: number;
  readonly end: number;
  readonly value: V;
}

/** What each offset of a text is in. */
function spread<V>(length: number, ranges: readonly Range<V>[]): readonly (V | undefined)[] {
  const values = new Array<V | undefined>(length).fill(undefined);
  for (const { start, end, value } of ranges) values.fill(value, start, end);
  return values;
}

type Look<P> = Omit<Segment<P>, "text">;

function segmentsOf<P>(line: string, lookAt: (column: number) => Look<P>): readonly Segment<P>[] {
  const segments: Segment<P>[] = [];
  for (let start = 0, end = 0; start < line.length; start = end) {
    const look = lookAt(start);
    const isSame = (other: Look<P>) => other.highlight === look.highlight && other.place === look.place;
    for (end = start + 1; end < line.length && isSame(lookAt(end)); ) end++;
    segments.push({ text: line.slice(start, end), ...look });
  }
  return segments;
}

const reserved: ReadonlySet<string> = new Set(reservedWords);
const contextual: ReadonlySet<string> = new Set(contextualWords);

/** Strings, comments, and words of the language: those that are reserved, and those that begin a line. */
function highlightsOf(file: SourceFile): readonly Range<Highlight>[] {
  const { tokens, comments } = scan(file);
  const lines = new Set<number | undefined>();
  const ofTokens = tokens.flatMap(({ tokenType, image, startLine, startOffset }): Range<Highlight>[] => {
    const isFirst = !lines.has(startLine);
    lines.add(startLine);
    const range = { start: startOffset, end: startOffset + image.length };
    if (tokenType === StringToken || tokenType === RegexToken) return [{ ...range, value: "text" }];
    return reserved.has(image) || (isFirst && contextual.has(image)) ? [{ ...range, value: "word" }] : [];
  });
  return [...ofTokens, ...comments.map(({ start, end }) => ({ start, end, value: "comment" as const }))];
}
