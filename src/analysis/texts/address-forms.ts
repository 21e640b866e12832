import { formatIp } from "../../runtime/ip.js";
import type { RegexNode } from "../../syntax/regex.js";
import { type IntervalSet, intersection } from "../encode/interval-set.js";
import { addressAt } from "../encode/text-tests.js";
import { type LanguageBounds, regexLanguage, wordsLanguage } from "./language.js";
import { decimalsBetween, hexadecimalsBetween, placesBetween, separated } from "./number-forms.js";
import { bracketed, quad } from "./plain-forms.js";
import { choice, oneOf, repeat, sequence, text } from "./regex-parts.js";

/*
 * The texts of addresses, as hosts have them. Of IPv4 any set of addresses is a regular set of texts that is easily said. An IPv6 address has
 * one text, too, but where the longest run of zeros is left out depends on all of it: there only bounds are given.
 */

/** The hosts that are addresses in a set. */
export function addressHosts(set: IntervalSet<bigint>): LanguageBounds {
  const key = set.join();
  const known = bounds.get(key) ?? boundsOf(key, set);
  if (bounds.size >= mostRemembered) bounds.clear();
  bounds.set(key, known);
  return known;
}

const bounds = new Map<string, LanguageBounds>();
const mostRemembered = 1000;

/** Of sets of more intervals a few addresses are tried first, and sets of more than the most are too large for an automaton. */
const [fewIntervals, mostIntervals] = [4, 100];

const firstOfV6 = 1n << 32n;
const lastOfV6 = firstOfV6 + (1n << 128n) - 1n;

function boundsOf(key: string, set: IntervalSet<bigint>): LanguageBounds {
  const v4 = intersection(set, [[0n, firstOfV6 - 1n]]);
  const v6 = intersection(set, [[firstOfV6, lastOfV6]]);
  const count = v4.length + v6.length;
  const some = wordsLanguage(endsOf(set).map(hostText));
  if (count > mostIntervals) return { upper: anyAddress, lower: some };
  const isExact = v6.every(([first, last]) => first === last || (first === firstOfV6 && last === lastOfV6));
  const upper = regexLanguage(`address in ${key}`, () =>
    choice(...v4.map(quadsBetween), ...v6.map(mayBeBetween)),
  );
  if (count > fewIntervals) return { upper, lower: some };
  if (isExact) return { upper, lower: upper };
  const lower = regexLanguage(`surely address in ${key}`, () =>
    choice(...v4.map(quadsBetween), ...v6.map(areBetween)),
  );
  return { upper, lower };
}

const anyAddress = regexLanguage("address", () => choice(quad, bracketed));

/** The ends of the first and of the last intervals of a set, and the address that readers know if it is in it. */
function endsOf(set: IntervalSet<bigint>): readonly bigint[] {
  const familiar = intersection(set, [[familiarAddress, familiarAddress]]);
  return [...familiar, ...set.slice(0, 8), ...set.slice(-8)].flat();
}

/** 10.0.0.1 */
const familiarAddress = 167_772_161n;

function hostText(place: bigint): string {
  const ip = addressAt(place);
  return typeof ip === "bigint" ? `[${formatIp(ip)}]` : formatIp(ip);
}

type Interval = readonly [first: bigint, last: bigint];

function quadsBetween([first, last]: Interval): RegexNode {
  return placesBetween(partsOf(first, 4, 8n), partsOf(last, 4, 8n), {
    highest: 255,
    between: decimalsBetween,
    separator: text("."),
  });
}

/** A number as `count` numbers of so many bits. */
function partsOf(value: bigint, count: number, bits: bigint): readonly number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)),
  );
}

const colon = text(":");
const highest = 0xffff;
const rest = repeat(oneOf("09af::"), 0, 39);

/** The first and the last of some addresses by their groups: those that they have in common, and what is left. */
function groupsOf([first, last]: Interval) {
  const lows = partsOf(first - firstOfV6, 8, 16n);
  const highs = partsOf(last - firstOfV6, 8, 16n);
  const differing = lows.findIndex((group, index) => group !== highs[index]);
  const common = differing < 0 ? lows : lows.slice(0, differing);
  return { common, lows: lows.slice(common.length), highs: highs.slice(common.length) };
}

/** A text of an address begins with all of its groups up to the first zero. */
function mayBeBetween(interval: Interval): RegexNode {
  const { common, lows, highs } = groupsOf(interval);
  const [low = 0, ...others] = lows;
  const [high = 0] = highs;
  if (lows.length === 0) return text(hostText(interval[0]));
  if (common.includes(0) || low === 0) return beginningWith(untilZero(common));
  const group = hexadecimalsBetween(low, high);
  const end = others.length === 0 ? text("]") : sequence(colon, rest, text("]"));
  return sequence(text(beginning(common)), group, end);
}

function untilZero(groups: readonly number[]): readonly number[] {
  return groups.includes(0) ? groups.slice(0, groups.indexOf(0)) : groups;
}

function beginningWith(groups: readonly number[]): RegexNode {
  return groups.length === 0 ? bracketed : sequence(text(beginning(groups)), rest, text("]"));
}

function beginning(groups: readonly number[]): string {
  return `[${groups.map((group) => `${group.toString(16)}:`).join("")}`;
}

/** The ends, and the addresses between them that have no group of zero, if there are such. */
function areBetween(interval: Interval): RegexNode {
  const { common, lows, highs } = groupsOf(interval);
  const ends = interval.map((place) => text(hostText(place)));
  const [low = 0, ...others] = lows;
  const [high = 0, ...otherHighs] = highs;
  const from = Math.max(others.every((group) => group === 0) ? low : low + 1, 1);
  const to = otherHighs.every((group) => group === highest) ? high : high - 1;
  if (lows.length === 0 || common.includes(0) || from > to) return choice(...ends);
  const following =
    others.length === 0 ? [] : [colon, separated(hexadecimalsBetween(1, highest), colon, others.length)];
  return choice(
    ...ends,
    sequence(text(beginning(common)), hexadecimalsBetween(from, to), ...following, text("]")),
  );
}
