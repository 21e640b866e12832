import type { RegexNode } from "../../syntax/regex.js";
import { choice, oneOf, repeat, sequence, text } from "./regex-parts.js";

/** Numbers that are written place by place: each place from 0 to `highest`. */
interface Places {
  readonly highest: number;
  /** What stands at a place that is from `first` to `last`. */
  between(first: number, last: number): RegexNode;
  /** What stands between two places. */
  readonly separator?: RegexNode;
}

/** Numbers of as many places as `first` and `last` have, from the one to the other. */
export function placesBetween(first: readonly number[], last: readonly number[], places: Places): RegexNode {
  const [low, ...lows] = first;
  const [high, ...highs] = last;
  if (low === undefined || high === undefined) return text("");
  const withRest = (place: RegexNode, rest: RegexNode): RegexNode =>
    lows.length === 0 ? place : sequence(place, ...(places.separator ? [places.separator] : []), rest);
  if (low === high) return withRest(places.between(low, high), placesBetween(lows, highs, places));
  const lowest = lows.map(() => 0);
  const highest = highs.map(() => places.highest);
  const isWholeLow = lows.every((place) => place === 0);
  const isWholeHigh = highs.every((place) => place === places.highest);
  const [from, to] = [isWholeLow ? low : low + 1, isWholeHigh ? high : high - 1];
  return choice(
    ...(isWholeLow ? [] : [withRest(places.between(low, low), placesBetween(lows, highest, places))]),
    ...(from <= to ? [withRest(places.between(from, to), placesBetween(lowest, highest, places))] : []),
    ...(isWholeHigh ? [] : [withRest(places.between(high, high), placesBetween(lowest, highs, places))]),
  );
}

const decimals: Places = {
  highest: 9,
  between: (first, last) => oneOf(`${first}${last}`),
};

const hexadecimals: Places = {
  highest: 15,
  between: (first, last) => {
    const digits = first <= 9 ? `${first}${Math.min(last, 9)}` : "";
    const letters = last >= 10 ? `${Math.max(first, 10).toString(16)}${last.toString(16)}` : "";
    return oneOf(digits + letters);
  },
};

/** Whole numbers from 0 on, from `first` to `last`, without needless zeros. */
export function decimalsBetween(first: number, last: number): RegexNode {
  return numbersBetween(first, last, 10, decimals);
}

/** The same in hexadecimal digits. */
export function hexadecimalsBetween(first: number, last: number): RegexNode {
  return numbersBetween(first, last, 16, hexadecimals);
}

/** Those of one digit, those of two, and so on. */
function numbersBetween(first: number, last: number, base: number, places: Places): RegexNode {
  const digitsOf = (value: number) => [...value.toString(base)].map((digit) => Number.parseInt(digit, base));
  const alternatives: RegexNode[] = [];
  for (let least = 0, next = base; least <= last; least = next, next *= base) {
    const [from, to] = [Math.max(first, least), Math.min(last, next - 1)];
    if (from <= to) alternatives.push(placesBetween(digitsOf(from), digitsOf(to), places));
  }
  return choice(...alternatives);
}

/** So many of one thing, with something between them. */
export function separated(one: RegexNode, separator: RegexNode, count: number): RegexNode {
  return sequence(repeat(sequence(one, separator), count - 1, count - 1), one);
}
