import { addEntry, type Chain, newChain, type OpenChain } from "./rows.js";

/** Rows by a number. */
export interface NumberIndex extends Chain {
  /** Ascending; `heads[i]` is of the numbers from `bounds[i]` up to the next one. */
  readonly bounds: Float64Array;
  readonly heads: Int32Array;
  /** Of many bounds: buckets of equal width, by which a search begins near its end. */
  readonly buckets: Buckets | undefined;
}

/** Of bounds, bucket `i` has the bounds from `starts[i]` up to `starts[i + 1]`; the first and the last one have all that is beyond, too. */
interface Buckets {
  readonly starts: Int32Array;
  readonly last: number;
  readonly low: number;
  readonly perUnit: number;
}

/** Rows by an address of either version. */
export interface AddressIndex extends NumberIndex {
  readonly longBounds: readonly bigint[];
  readonly longHeads: Int32Array;
}

/** An index by ranges of numbers. */
export function indexByNumber(
  rows: Int32Array,
  ranges: readonly (readonly number[])[],
  firstKey = 0,
): NumberIndex {
  const chain = newChain();
  const { bounds, heads } = indexRanges(rangesOf(rows, ranges, firstKey, numberAfter), chain);
  const numbers = Float64Array.from(bounds, Number);
  return {
    bounds: numbers,
    heads: Int32Array.from(heads),
    buckets: bucketsOf(numbers),
    rows: Int32Array.from(chain.rows),
    next: Int32Array.from(chain.next),
  };
}

/** An index by ranges of addresses. */
export function indexByAddress(
  rows: Int32Array,
  ranges: readonly (readonly (number | bigint)[])[],
  firstKey = 0,
): AddressIndex {
  const chain = newChain();
  const { bounds, heads } = indexRanges(rangesOf(rows, ranges, firstKey, addressAfter), chain);
  const long = indexRanges(rangesOf(rows, ranges, firstKey, longAddressAfter), chain);
  const numbers = Float64Array.from(bounds, Number);
  return {
    bounds: numbers,
    heads: Int32Array.from(heads),
    buckets: bucketsOf(numbers),
    rows: Int32Array.from(chain.rows),
    next: Int32Array.from(chain.next),
    longBounds: long.bounds.map(BigInt),
    longHeads: Int32Array.from(long.heads),
  };
}

/** From `low` up to `end`, which is the first value beyond. */
interface RowRange {
  readonly row: number;
  readonly low: number | bigint;
  readonly end: number | bigint;
}

/** The ranges of rows whose ends `after` knows, which tells the first value beyond one. */
function rangesOf(
  rows: Int32Array,
  ranges: readonly (readonly (number | bigint)[])[],
  firstKey: number,
  after: (value: number | bigint) => number | bigint | undefined,
): readonly RowRange[] {
  const result: RowRange[] = [];
  for (const row of rows) {
    const ends = ranges[row - firstKey] ?? [];
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const [low, high] = [ends[i], ends[i + 1]];
      if (low === undefined || high === undefined || typeof low !== typeof high || !(low <= high)) continue;
      const end = after(high);
      if (end !== undefined) result.push({ row, low, end });
    }
  }
  return result;
}

/** The next number that there is, of numbers as they are compared: of all doubles, not of integers alone. */
function numberAfter(value: number | bigint): number | undefined {
  if (typeof value === "bigint") return undefined;
  if (!Number.isFinite(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return new Float64Array(bits.buffer)[0] ?? value;
}

/** Addresses are integers, so that neighbouring networks share a bound. */
function addressAfter(value: number | bigint): number | undefined {
  return typeof value === "bigint" ? undefined : value + 1;
}

function longAddressAfter(value: number | bigint): bigint | undefined {
  return typeof value === "bigint" ? value + 1n : undefined;
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

function bucketsOf(bounds: Float64Array): Buckets | undefined {
  // Few are found as quickly without.
  if (bounds.length < 64) return undefined;
  const finite = bounds.filter(Number.isFinite);
  const low = finite[0] ?? 0;
  const width = (finite.at(-1) ?? 0) - low;
  const last = bounds.length;
  const buckets = { starts: new Int32Array(last + 2), last, low, perUnit: width > 0 ? last / width : 0 };
  const { starts } = buckets;
  for (const bound of bounds) {
    const after = bucketOf(buckets, bound) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  return buckets;
}

/** Never less for a greater value: so a bound in a bucket before that of a value is less, and one in a bucket after it is greater. */
function bucketOf({ low, perUnit, last }: Buckets, value: number): number {
  const position = (value - low) * perUnit;
  return position > 0 ? (position < last ? position | 0 : last) : 0;
}

/** The chain of the ranges that a number is in: a binary search, of many bounds in the number's bucket. */
export function findByNumber({ bounds, heads, buckets }: NumberIndex, value: number | undefined): number {
  if (value === undefined) return -1;
  let low = 0;
  let high = bounds.length;
  if (buckets !== undefined) {
    const bucket = bucketOf(buckets, value);
    low = buckets.starts[bucket] ?? 0;
    high = buckets.starts[bucket + 1] ?? 0;
  }
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
