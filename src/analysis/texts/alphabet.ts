import type { CharacterSet } from "../../syntax/character-set.js";
import { groupBy } from "../../util/group-by.js";
import type { Stepper } from "./stepper.js";

/**
 * The code points to try: of each class that no automaton splits so many as texts are wanted, or all of them, those that people type first.
 * So there are fewer texts than wanted only if there are no others.
 */
export function alphabetOf(steppers: readonly Stepper[], limit: number): readonly number[] {
  const starts = [...new Set([0, 0xe000, ...steppers.flatMap((stepper) => stepper.starts)])]
    .filter((start) => start <= 0x10ffff)
    .sort((a, b) => a - b);
  const ranges = starts.flatMap((start, index) =>
    withoutSurrogates(start, (starts[index + 1] ?? 0x110000) - 1),
  );
  const classes = groupBy(ranges, ([start]) => steppers.map((stepper) => stepper.classOf(start)).join());
  return [...classes.values()]
    .flatMap((members) =>
      members
        .flatMap((range) => samples(range, limit))
        .sort(byRank)
        .slice(0, limit),
    )
    .sort(byRank);
}

/** The character of a set that people read best; undefined of the empty one. */
export function preferredCharacter(set: CharacterSet): string | undefined {
  const [best] = set.flatMap((range) => samples(range, 1)).sort(byRank);
  return best === undefined ? undefined : String.fromCodePoint(best);
}

type CodePoints = readonly [first: number, last: number];

function withoutSurrogates(start: number, end: number): readonly CodePoints[] {
  const parts: readonly CodePoints[] = [
    [start, Math.min(end, 0xd7ff)],
    [Math.max(start, 0xe000), end],
  ];
  return parts.filter(([first, last]) => first <= last);
}

/** Some code points of a range, `limit` of them or all: the favourites, what can be seen, then whatever comes first. */
function samples([first, last]: CodePoints, limit: number): readonly number[] {
  if (first === last) return [first];
  const visible = Math.min(Math.max(first, 0x21), last);
  const inOrder = [visible, first].flatMap((start) =>
    Array.from({ length: Math.min(limit, last - start + 1) }, (_, index) => start + index),
  );
  return [...new Set([...favourites.filter((code) => code >= first && code <= last), ...inOrder])];
}

function byRank(left: number, right: number): number {
  return rank(left) - rank(right) || left - right;
}

const favourites = [..."axyz019AZ-_./"].map((character) => character.charCodeAt(0));
const places = new Map(favourites.map((codePoint, place) => [codePoint, place]));

function rank(codePoint: number): number {
  const place = places.get(codePoint);
  if (place !== undefined) return place;
  if (codePoint >= 0x61 && codePoint <= 0x7a) return 20;
  return codePoint > 0x20 && codePoint < 0x7f ? 30 : 40;
}
