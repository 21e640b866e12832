import { addEntry, type Chain, newChain, type OpenChain } from "./rows.js";

/** Rows by a number. */
export interface NumberIndex extends Chain {
  /** Ascending; `heads[i]` is of the numbers from `bounds[i]` up to the next one. */
  readonly bounds: Float64Array;
  readonly heads: Int32Array;
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
  return {
    bounds: Float64Array.from(bounds, Number),
    heads: Int32Array.from(heads),
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
  return {
    bounds: Float64Array.from(bounds, Number),
    heads: Int32Array.from(heads),
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
