/** Where each of some texts stands in a table without collisions. */
export interface PlacedTexts {
  /** A power of two. */
  readonly size: number;
  /** The place of a text: its last character and `factor` times its length, by the size. */
  readonly factor: number;
  readonly places: readonly number[];
}

const largestTable = 64;
const largestFactor = 15;

/**
 * Places texts so that a look at the last character and the length of any text tells the only one of them that it can be; undefined
 * where they do not differ enough in these.
 */
export function placeTexts(texts: readonly string[]): PlacedTexts | undefined {
  for (let size = 4; size <= largestTable; size *= 2) {
    if (size < texts.length) continue;
    for (let factor = 0; factor <= largestFactor; factor += 1) {
      const places = texts.map(
        (text) => (text.charCodeAt(text.length - 1) + factor * text.length) & (size - 1),
      );
      if (new Set(places).size === places.length) return { size, factor, places };
    }
  }
  return undefined;
}

/** What stands in each place of the table; undefined in those of no text. */
export function inPlaces<T>(
  { size, places }: Pick<PlacedTexts, "size" | "places">,
  all: readonly T[],
): readonly (T | undefined)[] {
  const cells = new Array<T | undefined>(size).fill(undefined);
  for (const [index, place] of places.entries()) cells[place] = all[index];
  return cells;
}
