import type { Bundle } from "../bundles.js";
import { hashFor, hashOfName, type NameHash } from "../hash-names.js";
import type { Table } from "./tables.js";

/** Where the rows of a table stand that are found by one text each: in a column of places, of which each section has a part of its own. */
export interface PlacedRows {
  readonly hash: NameHash;
  /** Where a section's part begins. The hashes of its texts, mixed with that, tell their places in it, each another one. */
  readonly firsts: ReadonlyMap<Bundle, number>;
  /** By how much a mixed hash is shifted to be a place. */
  readonly shift: number;
  /** The row in each place, or -1. */
  readonly rows: readonly number[];
}

/** More rows of a section would need too many places to have different ones. */
const mostRows = 16;

/** In more texts, it would take long to find out how they differ. */
const mostTexts = 2048;

/** So many beginnings are tried for a section. */
const mostTries = 64;

/** Places the rows of a table; undefined where they are found in another way, are too many, or differ in too little. */
export function placeRows(table: Table): PlacedRows | undefined {
  const { rows, levels, leadsToOneRow } = table;
  const [level, ...others] = levels;
  const sections = [...table.sections];
  const largest = Math.max(...sections.map(([, { first, end }]) => end - first));
  if (level === undefined || others.length > 0 || !leadsToOneRow) return undefined;
  if (largest > mostRows || rows.length > mostTexts) return undefined;
  const texts = rows.flatMap(({ keys }) => onlyText(keys.get(level)?.keys) ?? []);
  if (texts.length < rows.length) return undefined;
  const hash = hashFor(sections.map(([, { first, end }]) => texts.slice(first, end)));
  return hash && placeSections(table, { hash, hashes: texts.map((text) => hashOfName(text, hash)), largest });
}

function onlyText(keys: readonly unknown[] = []): string | undefined {
  const [key, ...others] = keys;
  return others.length === 0 && typeof key === "string" ? key : undefined;
}

/** The hashes of all rows' texts, and how many rows the largest section has. */
interface Hashed {
  readonly hash: NameHash;
  readonly hashes: readonly number[];
  readonly largest: number;
}

function placeSections({ sections }: Table, { hash, hashes, largest }: Hashed): PlacedRows | undefined {
  // So many that every few beginnings lead to different places.
  const bits = Math.max(2, Math.ceil(Math.log2((largest * largest) / 4)));
  const shift = 32 - bits;
  const firsts = new Map<Bundle, number>();
  const rows: number[] = [];
  for (const [bundle, { first: firstRow, end }] of sections) {
    const its = hashes.slice(firstRow, end);
    const first = firstApart(its, { from: rows.length, factor: hash.factor, shift });
    if (first === undefined) return undefined;
    firsts.set(bundle, first);
    while (rows.length < first + 2 ** bits) rows.push(-1);
    for (const [index, each] of its.entries()) {
      rows[first + placeOf(each, first, { factor: hash.factor, shift })] = firstRow + index;
    }
  }
  return { hash, firsts, shift, rows };
}

/** The place of a text in the part that begins at `first`, by its hash. */
function placeOf(
  hash: number,
  first: number,
  { factor, shift }: { readonly factor: number; readonly shift: number },
): number {
  return Math.imul(hash ^ first, factor) >>> shift;
}

/** A beginning from which on hashes have different places. */
function firstApart(
  hashes: readonly number[],
  { from, factor, shift }: { readonly from: number; readonly factor: number; readonly shift: number },
): number | undefined {
  for (let first = from; first < from + mostTries; first += 1) {
    const places = new Set(hashes.map((hash) => placeOf(hash, first, { factor, shift })));
    if (places.size === hashes.length) return first;
  }
  return undefined;
}
