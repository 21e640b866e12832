/** In how many elements of one list mistakes are looked for: more tests of one list nobody reads. */
const mostElements = 256;

/** Of a list of tens of thousands it is fewer: each mistake takes as long as the list, and all of them as long as this many elements. */
const mostInAll = 1_000_000;

/** The places of the elements of a list in which mistakes are looked for: all of them, or of a longer list some from its first to its last. */
export function testedPlaces(length: number): readonly number[] {
  const count = Math.min(length, mostElements, Math.max(2, Math.floor(mostInAll / length)));
  return Array.from({ length: count }, (_, index) =>
    count === length ? index : Math.round((index * (length - 1)) / (count - 1)),
  );
}

/** The elements at {@link testedPlaces}. */
export function testedElements<T>(elements: readonly T[]): readonly T[] {
  const places = new Set(testedPlaces(elements.length));
  return elements.filter((_, place) => places.has(place));
}
