import { groupBy } from "../util/group-by.js";

/**
 * Where each of some names stands in a table without collisions: by a hash of its length and a few characters, moved by a step that
 * the names of a bucket have in common ("hash and displace").
 */
export interface HashedNames {
  readonly hash: NameHash;
  /** By bucket, what places are moved by: a power of two of them, as there is of places. */
  readonly steps: readonly number[];
  readonly size: number;
  readonly places: readonly number[];
}

/** The hash of any name that is long enough: 32 bits, of which the first tell the bucket, and those behind them the place. */
export interface NameHash {
  /** How long the shortest name is. */
  readonly shortest: number;
  /**
   * The places of the characters by which names are told apart, below 0 counted from the end. In a name that is shorter, the last (first)
   * one stands for what it has not.
   */
  readonly places: readonly number[];
  readonly factor: number;
}

/** Of more names, it would take long to find out how they differ. */
const mostNames = 1024;

/** With more characters to look at, hashing the whole name is as quick. */
const mostCharacters = 6;

/** Further from both ends nothing is looked at. */
const mostDistance = 48;

const namesOfBucket = 4;

/** Odd, and with bits that follow no pattern: the golden ratio's. Its powers are tried in turn; each does with a chance of a third or more. */
const firstFactor = 0x9e3779b1;

const mostFactors = 64;

/** Places different names; undefined where there are too many, or too few of their characters tell them apart. */
export function hashNames(names: readonly string[]): HashedNames | undefined {
  let hash = names.length > mostNames ? undefined : hashFor([names]);
  for (let count = 0; hash !== undefined && count < mostFactors; count += 1) {
    const hashed = displace(names, hash);
    if (hashed !== undefined) return hashed;
    hash = { ...hash, factor: Math.imul(hash.factor, firstFactor) >>> 0 };
  }
  return undefined;
}

/** A hash that tells the names of each group apart, by a few of their characters; undefined where these would be too many. */
export function hashFor(groups: readonly (readonly string[])[]): NameHash | undefined {
  const shortest = groups.flat().reduce((least, { length }) => Math.min(least, length), mostDistance);
  const places = tellingPlaces(groups);
  return places && { shortest, places, factor: firstFactor };
}

/** The hash of a name, as modules compute it. */
export function hashOfName(name: string, { places, factor }: NameHash): number {
  let hash = Math.imul(name.length, factor);
  for (const place of places) hash = Math.imul(hash + characterAt(name, place), factor);
  return hash;
}

function characterAt(name: string, place: number): number {
  const { length } = name;
  return name.charCodeAt(place < 0 ? Math.max(0, length + place) : Math.min(place, length - 1));
}

/** By how much the hash is shifted to have the bucket's number, and the place's in its last bits. */
export function shiftsOf({ steps, size }: HashedNames): { readonly bucket: number; readonly place: number } {
  const bucket = 32 - Math.log2(steps.length);
  return { bucket, place: bucket - Math.log2(size) };
}

/** The places whose characters, with their length, tell names apart: greedily, the one first that tells the most. */
function tellingPlaces(groups: readonly (readonly string[])[]): readonly number[] | undefined {
  const names = groups.flat();
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  const distances = Array.from({ length: Math.min(longest, mostDistance) }, (_, distance) => distance);
  const candidates = distances.flatMap((distance) => [-1 - distance, distance]);
  const chosen: number[] = [];
  let known = classesOf(groups.flatMap((group, index) => group.map(({ length }) => `${index} ${length}`)));
  while (known.count < names.length && chosen.length < mostCharacters) {
    let best = known;
    let bestPlace: number | undefined;
    for (const place of candidates) {
      const split = splitBy(names, known, place);
      if (split.count > best.count) [best, bestPlace] = [split, place];
      if (best.count === names.length) break;
    }
    if (bestPlace === undefined) return undefined;
    chosen.push(bestPlace);
    known = best;
  }
  return known.count === names.length ? chosen : undefined;
}

/** By the place of a name, the number of those that are not told from it. */
interface Classes {
  readonly of: readonly number[];
  readonly count: number;
}

function splitBy(names: readonly string[], known: Classes, place: number): Classes {
  // An empty name has no character: that is not a number, and not the same of all groups.
  const codeOf = (name: string): number => characterAt(name, place) || 0;
  return classesOf(names.map((name, index) => (known.of[index] ?? 0) * 0x10000 + codeOf(name)));
}

/** Those with the same key are one class. */
function classesOf(keys: readonly (string | number)[]): Classes {
  const numbers = new Map<string | number, number>();
  const of = keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  return { of, count: numbers.size };
}

/** Large buckets choose their steps while most places are free. */
function displace(names: readonly string[], hash: NameHash): HashedNames | undefined {
  const size = 2 ** Math.ceil(Math.log2(names.length * 1.25));
  const steps = new Array<number>(Math.max(2, size / namesOfBucket)).fill(0);
  const shifts = shiftsOf({ hash, steps, size, places: [] });
  const hashed = names.map((name) => {
    const its = hashOfName(name, hash);
    return { bucket: its >>> shifts.bucket, slot: (its >>> shifts.place) & (size - 1) };
  });
  const buckets = [...groupBy(hashed, ({ bucket }) => bucket)];
  const taken = new Set<number>();
  for (const [bucket, members] of buckets.sort(
    ([a, those], [b, these]) => these.length - those.length || a - b,
  )) {
    const slots = members.map(({ slot }) => slot);
    const step = new Set(slots).size < slots.length ? undefined : freeStep(slots, taken, size);
    if (step === undefined) return undefined;
    steps[bucket] = step;
    for (const slot of slots) taken.add(slot ^ step);
  }
  return { hash, steps, size, places: hashed.map(({ bucket, slot }) => slot ^ (steps[bucket] ?? 0)) };
}

function freeStep(slots: readonly number[], taken: ReadonlySet<number>, size: number): number | undefined {
  for (let step = 0; step < size; step += 1) {
    if (slots.every((slot) => !taken.has(slot ^ step))) return step;
  }
  return undefined;
}
