/*
 * Finding rows of a table by a value. An index gives the first entry of a chain, or -1: `rows[entry]` is a row, `next[entry]` the entry
 * after it. A row that an index does not give cannot match; one that it gives may not match either, and is asked.
 * An index is made by one literal: so the engine keeps all of its members in one place.
 */

/** One key of a row, or several: texts, numbers, … */
export type Keys = unknown;

/** Rows behind entries. */
export interface Chain {
  readonly rows: Int32Array;
  readonly next: Int32Array;
}

/** By a value. */
export interface ValueIndex extends Chain {
  readonly heads: ReadonlyMap<unknown, number>;
}

/** The rows from one up to another. */
export function rowsFrom(first: number, end: number): Int32Array {
  return Int32Array.from({ length: end - first }, (_, index) => first + index);
}

/** The keys at a place, in a list. */
export function keysAt(keys: readonly Keys[], place: number): readonly unknown[] {
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
  return { heads, rows: Int32Array.from(chain.rows), next: Int32Array.from(chain.next) };
}

/** The row of each value, where each has one. */
export function rowByValue(rows: Int32Array, keys: readonly Keys[]): ReadonlyMap<unknown, number> {
  const found = new Map<unknown, number>();
  for (const row of rows) for (const key of keysAt(keys, row)) found.set(key, row);
  return found;
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

/** A chain that is being made. */
export interface OpenChain {
  readonly rows: number[];
  readonly next: number[];
}

/** A chain without entries. */
export function newChain(): OpenChain {
  return { rows: [], next: [] };
}

/** Adds an entry that leads to the one after it, or to -1. */
export function addEntry({ rows, next }: OpenChain, row: number, after: number): number {
  rows.push(row);
  next.push(after);
  return rows.length - 1;
}
