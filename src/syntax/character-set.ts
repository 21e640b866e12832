/** A range of code points, both ends inclusive. */
export type CharacterRange = readonly [first: number, last: number];

/**
 * A set of code points: sorted ranges that neither overlap nor touch, without surrogates (text is well-formed, so none ever
 * stands alone).
 */
export type CharacterSet = readonly CharacterRange[];

const lastCodePoint = 0x10ffff;

/** Every character there is. */
export const anyCharacter: CharacterSet = [
  [0, 0xd7ff],
  [0xe000, lastCodePoint],
];

/** The set of the characters in `ranges`, which may come in any order and overlap. */
export function characterSet(ranges: readonly CharacterRange[]): CharacterSet {
  const sorted = ranges.flatMap(withoutSurrogates).sort((left, right) => left[0] - right[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** Every character that is not in `set`. */
export function complement(set: CharacterSet): CharacterSet {
  const ranges: CharacterRange[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) ranges.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= lastCodePoint) ranges.push([next, lastCodePoint]);
  return characterSet(ranges);
}

function withoutSurrogates([first, last]: CharacterRange): CharacterRange[] {
  const parts: CharacterRange[] = [
    [first, Math.min(last, 0xd7ff)],
    [Math.max(first, 0xe000), last],
  ];
  return parts.filter(([start, end]) => start <= end);
}
