/**
 * The places, ascending, by whose letters texts are told apart: those where a trie of them branches. Any two of the texts differ at one of them, or
 * one ends before one that the other one has. Counted from the end, of the texts as they are read from there, where `fromEnd` says so.
 *
 *     /tenant1/, /tenant2/, /tenant12/      →      7, 8
 */
export function branchingPlaces(texts: readonly string[], fromEnd: boolean): readonly number[] {
  const sorted = texts.map((text) => (fromEnd ? reversed(text) : text)).sort();
  const places = new Set<number>();
  // Any two have as much in common as some two neighbours between them.
  sorted.forEach((text, index) => {
    const before = sorted[index - 1];
    if (before !== undefined && before !== text) places.add(commonLength(before, text));
  });
  return [...places].sort((a, b) => a - b);
}

function reversed(text: string): string {
  return text.split("").reverse().join("");
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
  return length;
}
