/** Where a value stands in a JSON text, and in what: offsets in UTF-16 code units, the end exclusive. */
export interface JsonPlace {
  readonly start: number;
  readonly end: number;
  /** Where the member's name stands, with its quotes, if the value is a member's. */
  readonly key?: { readonly start: number; readonly end: number };
  /** The places inside an object or array, by member name or index. */
  readonly parts: ReadonlyMap<string, JsonPlace>;
}

/** The places of all values of `text`, which is JSON that `parseJson` has read before. */
export function jsonPlaces(text: string): JsonPlace {
  return readPlace({ text, offset: 0 }, undefined);
}

/** The place that a JSON Pointer (RFC 6901) leads to, or that of the last value on the way that exists. */
export function placeAt(root: JsonPlace, pointer: string): JsonPlace {
  let place = root;
  for (const token of pointer.split("/").slice(1)) {
    const part = place.parts.get(token.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (part === undefined) return place;
    place = part;
  }
  return place;
}

/** A JSON Pointer to a part of what `pointer` leads to. */
export function pointerTo(pointer: string, ...tokens: readonly (string | number)[]): string {
  return tokens.reduce<string>(
    (whole, token) => `${whole}/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    pointer,
  );
}

/** Where the code unit `index` of a string's value stands in `text`; `literal` is the place of the string, quotes included. */
export function offsetInString(text: string, literal: { readonly start: number }, index: number): number {
  let offset = literal.start + 1;
  for (let unit = 0; unit < index; unit++) {
    if (text[offset] !== "\\") offset += 1;
    else offset += text[offset + 1] === "u" ? 6 : 2;
  }
  return offset;
}

interface Cursor {
  readonly text: string;
  offset: number;
}

const space = /[\s]*/y;
const string = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const scalar = /[^\s,\]}]+/y;
const noParts: ReadonlyMap<string, JsonPlace> = new Map();

function readPlace(cursor: Cursor, key: JsonPlace["key"]): JsonPlace {
  skip(cursor, space);
  const start = cursor.offset;
  const parts = readParts(cursor);
  return { start, end: cursor.offset, ...(key && { key }), parts };
}

function readParts(cursor: Cursor): ReadonlyMap<string, JsonPlace> {
  const opening = cursor.text[cursor.offset];
  if (opening === "{") return readBlock(cursor, "}", readMember);
  if (opening === "[")
    return readBlock(cursor, "]", (_, index) => [String(index), readPlace(cursor, undefined)]);
  skip(cursor, opening === '"' ? string : scalar);
  return noParts;
}

function readBlock(
  cursor: Cursor,
  closing: string,
  readPart: (cursor: Cursor, index: number) => readonly [string, JsonPlace],
): ReadonlyMap<string, JsonPlace> {
  const parts = new Map<string, JsonPlace>();
  cursor.offset++;
  skip(cursor, space);
  while (cursor.offset < cursor.text.length && cursor.text[cursor.offset] !== closing) {
    parts.set(...readPart(cursor, parts.size));
    skip(cursor, space);
    if (cursor.text[cursor.offset] === ",") cursor.offset++;
    skip(cursor, space);
  }
  cursor.offset++;
  return parts;
}

function readMember(cursor: Cursor): readonly [string, JsonPlace] {
  const start = cursor.offset;
  skip(cursor, string);
  const key = { start, end: cursor.offset };
  skip(cursor, space);
  // The colon.
  cursor.offset++;
  return [JSON.parse(cursor.text.slice(key.start, key.end)), readPlace(cursor, key)];
}

function skip(cursor: Cursor, pattern: RegExp): void {
  pattern.lastIndex = cursor.offset;
  cursor.offset += pattern.exec(cursor.text)?.[0].length ?? 0;
}
