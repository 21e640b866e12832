import { beginsWith, endsWith } from "./text.js";

/*
 * Finding rows of a table by a value. An index gives the first entry of a chain, or -1: `rows[entry]` is a row, `next[entry]` the entry
 * after it. A row that an index does not give cannot match; one that it gives may not match either, and is asked.
 */

/** One key of a row, or several: texts, numbers, … */
type Keys = unknown;

/** Rows behind entries. */
interface Chain {
  readonly rows: Int32Array;
  readonly next: Int32Array;
}

/** By a value. */
export interface ValueIndex extends Chain {
  readonly heads: ReadonlyMap<unknown, number>;
}

/** By how a text begins or ends. */
export interface TextIndex extends Chain {
  readonly fromEnd: boolean;
  /** The lengths of keys, ascending. */
  readonly lengths: Int32Array;
  /** An open-addressed table: the place of a key in what follows, or -1. */
  readonly slots: Int32Array;
  readonly hashes: Int32Array;
  readonly texts: readonly string[];
  readonly heads: Int32Array;
}

/** By a number. */
export interface NumberIndex extends Chain {
  /** Ascending; `heads[i]` is of the numbers from `bounds[i]` up to the next one. */
  readonly bounds: Float64Array;
  readonly heads: Int32Array;
}

/** By an address of either version. */
export interface AddressIndex extends NumberIndex {
  readonly longBounds: readonly bigint[];
  readonly longHeads: Int32Array;
}

/** The rows from one up to another. */
export function rowsFrom(first: number, end: number): Int32Array {
  return Int32Array.from({ length: end - first }, (_, index) => first + index);
}

function keysAt(keys: readonly Keys[], place: number): readonly unknown[] {
  const key = keys[place];
  return Array.isArray(key) ? key : [key];
}

/** An index by value. Rows stay in order within a chain. The keys are those of the rows from `firstKey` on. */
export function indexByValue(rows: Int32Array, keys: readonly Keys[], firstKey = 0): ValueIndex {
  const heads = new Map<unknown, number>();
  const chain = newChain();
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? 0;
    for (const key of keysAt(keys, row - firstKey))
      heads.set(key, addEntry(chain, row, heads.get(key) ?? -1));
  }
  return { heads, ...closeChain(chain) };
}

/** Indexes by value, each made of the rows that have the value. */
export function groupByValue<I>(
  rows: Int32Array,
  keys: readonly Keys[],
  make: (rows: Int32Array) => I,
): ReadonlyMap<unknown, I> {
  const groups = new Map<unknown, number[]>();
  for (const row of rows) {
    for (const key of keysAt(keys, row)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return new Map([...groups].map(([key, group]) => [key, make(Int32Array.from(group))]));
}

/**
 * An index by how a text begins, or ends. All keys that a text begins with begin with each other, so the longest leads to the others:
 * its chain goes on with theirs. Keys are found by a hash that is computed from character to character (Rabin and Karp 1987).
 */
export function indexByText(
  rows: Int32Array,
  keys: readonly Keys[],
  fromEnd: boolean,
  firstKey = 0,
): TextIndex {
  const heads = new Map<string, number>();
  const tails = new Map<string, number>();
  const chain = newChain();
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? 0;
    for (const key of keysAt(keys, row - firstKey)) {
      const text = String(key);
      const entry = addEntry(chain, row, heads.get(text) ?? -1);
      heads.set(text, entry);
      if (!tails.has(text)) tails.set(text, entry);
    }
  }
  const texts = [...heads.keys()];
  const lengths = Int32Array.from(new Set(texts.map((text) => text.length))).sort();
  for (const [text, tail] of tails) chain.next[tail] = longestWithin(text, lengths, heads, fromEnd);
  const hashes = Int32Array.from(texts, (text) => hashText(text, fromEnd));
  return {
    fromEnd,
    lengths,
    slots: hashTable(hashes),
    hashes,
    texts,
    heads: Int32Array.from(texts, (text) => heads.get(text) ?? -1),
    ...closeChain(chain),
  };
}

/** The chain of the longest key that a key begins (ends) with, but for itself. */
function longestWithin(
  text: string,
  lengths: Int32Array,
  heads: ReadonlyMap<string, number>,
  fromEnd: boolean,
): number {
  for (let i = lengths.length - 1; i >= 0; i -= 1) {
    const length = lengths[i] ?? 0;
    if (length >= text.length) continue;
    const head = heads.get(fromEnd ? text.slice(text.length - length) : text.slice(0, length));
    if (head !== undefined) return head;
  }
  return -1;
}

function hashTable(hashes: Int32Array): Int32Array {
  let size = 4;
  while (size < hashes.length * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  hashes.forEach((hash, place) => {
    let slot = spread(hash) & (size - 1);
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1);
    slots[slot] = place;
  });
  return slots;
}

function hashText(text: string, fromEnd: boolean): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = (Math.imul(hash, 0x01000193) + text.charCodeAt(fromEnd ? text.length - 1 - i : i)) | 0;
  }
  return hash;
}

/** Brings the upper bits down, which a product mixes best. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7;
}

/** The chain of the keys that a text begins (ends) with. */
export function findByText(index: TextIndex, text: string | undefined): number {
  if (text === undefined) return -1;
  const { fromEnd, lengths } = index;
  let found = -1;
  let hash = 0;
  let position = 0;
  for (let i = 0; i < lengths.length; i += 1) {
    const length = lengths[i] ?? 0;
    if (length > text.length) break;
    for (; position < length; position += 1) {
      hash =
        (Math.imul(hash, 0x01000193) + text.charCodeAt(fromEnd ? text.length - 1 - position : position)) | 0;
    }
    const head = headOfText(index, hash, text, length);
    if (head >= 0) found = head;
  }
  return found;
}

function headOfText(
  { fromEnd, slots, hashes, texts, heads }: TextIndex,
  hash: number,
  text: string,
  length: number,
): number {
  const mask = slots.length - 1;
  for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
    const place = slots[slot] ?? -1;
    if (place < 0) return -1;
    const key = texts[place] ?? "";
    if (hashes[place] === hash && key.length === length) {
      if (fromEnd ? endsWith(text, key) : beginsWith(text, key)) return heads[place] ?? -1;
    }
  }
}

/** An index by ranges of numbers. */
export function indexByNumber(
  rows: Int32Array,
  ranges: readonly (readonly number[])[],
  firstKey = 0,
): NumberIndex {
  const chain = newChain();
  const { bounds, heads } = indexRanges(rangesOf(rows, ranges, firstKey, "number"), chain);
  return { bounds: Float64Array.from(bounds, Number), heads: Int32Array.from(heads), ...closeChain(chain) };
}

/** An index by ranges of addresses. */
export function indexByAddress(
  rows: Int32Array,
  ranges: readonly (readonly (number | bigint)[])[],
  firstKey = 0,
): AddressIndex {
  const chain = newChain();
  const short = indexRanges(rangesOf(rows, ranges, firstKey, "number"), chain);
  const long = indexRanges(rangesOf(rows, ranges, firstKey, "bigint"), chain);
  return {
    bounds: Float64Array.from(short.bounds, Number),
    heads: Int32Array.from(short.heads),
    longBounds: long.bounds.map(BigInt),
    longHeads: Int32Array.from(long.heads),
    ...closeChain(chain),
  };
}

/** From `low` up to `end`, which is the first value beyond. */
interface RowRange {
  readonly row: number;
  readonly low: number | bigint;
  readonly end: number | bigint;
}

function rangesOf(
  rows: Int32Array,
  ranges: readonly (readonly (number | bigint)[])[],
  firstKey: number,
  type: "number" | "bigint",
): readonly RowRange[] {
  const result: RowRange[] = [];
  for (const row of rows) {
    const ends = ranges[row - firstKey] ?? [];
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const [low, high] = [ends[i], ends[i + 1]];
      if (low !== undefined && high !== undefined && typeof low === type && low <= high)
        result.push({ row, low, end: valueAfter(high) });
    }
  }
  return result;
}

/** The next number that there is, of numbers as they are compared: of all doubles, not of integers alone. */
function valueAfter(value: number | bigint): number | bigint {
  if (typeof value === "bigint") return value + 1n;
  if (!Number.isFinite(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}

/**
 * A segment tree (Bentley 1977) over the bounds of ranges: each range is noted at a few nodes, and the chain of a place in order is that
 * of the nodes above it, so ranges within ranges within ranges take n log n entries, not n squared.
 */
function indexRanges(
  ranges: readonly RowRange[],
  chain: OpenChain,
): { readonly bounds: readonly (number | bigint)[]; readonly heads: readonly number[] } {
  const bounds = [...new Set(ranges.flatMap(({ low, end }) => [low, end]))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const places = new Map(bounds.map((bound, place) => [bound, place]));
  let size = 1;
  while (size < bounds.length) size *= 2;
  const heads = new Int32Array(2 * size).fill(-1);
  const tails = new Int32Array(2 * size).fill(-1);
  const note = (node: number, row: number) => {
    const entry = addEntry(chain, row, heads[node] ?? -1);
    heads[node] = entry;
    if (tails[node] === -1) tails[node] = entry;
  };
  for (const { row, low, end } of ranges) {
    let left = (places.get(low) ?? 0) + size;
    // Without an end, the last bound is infinity, and its place is within.
    let right = (places.get(end) ?? 0) + size + (end === Number.POSITIVE_INFINITY ? 1 : 0);
    for (; left < right; left >>= 1, right >>= 1) {
      if (left & 1) note(left++, row);
      if (right & 1) note(--right, row);
    }
  }
  for (let node = 2; node < 2 * size; node += 1) {
    const above = heads[node >> 1] ?? -1;
    const tail = tails[node] ?? -1;
    if (tail === -1) heads[node] = above;
    else chain.next[tail] = above;
  }
  return { bounds, heads: [...heads.subarray(size, size + bounds.length)] };
}

/** The chain of the ranges that a number is in. */
export function findByNumber({ bounds, heads }: NumberIndex, value: number | undefined): number {
  if (value === undefined) return -1;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : (heads[low - 1] ?? -1);
}

/** The chain of the ranges that an address is in. */
export function findByAddress(index: AddressIndex, ip: number | bigint | undefined): number {
  if (typeof ip !== "bigint") return findByNumber(index, ip);
  const { longBounds, longHeads } = index;
  let low = 0;
  let high = longBounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((longBounds[middle] ?? 0n) <= ip) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : (longHeads[low - 1] ?? -1);
}

/** Whether an address is in one of some ranges, given by lowest and highest address in turn. */
export function inRanges(ip: number | bigint | undefined, ranges: readonly (number | bigint)[]): boolean {
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const low = ranges[i];
    const high = ranges[i + 1];
    // Of one version: a number and a bigint could compare as equals.
    if (ip === undefined || low === undefined || high === undefined || typeof low !== typeof ip) continue;
    if (ip >= low && ip <= high) return true;
  }
  return false;
}

interface OpenChain {
  readonly rows: number[];
  readonly next: number[];
}

function newChain(): OpenChain {
  return { rows: [], next: [] };
}

function addEntry({ rows, next }: OpenChain, row: number, after: number): number {
  rows.push(row);
  next.push(after);
  return rows.length - 1;
}

function closeChain({ rows, next }: OpenChain): Chain {
  return { rows: Int32Array.from(rows), next: Int32Array.from(next) };
}
