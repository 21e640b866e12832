import { addEntry, type Chain, type Keys, keysAt, newChain } from "./rows.js";
import { beginsWith, endsWith } from "./text.js";

/** Rows by how a text begins or ends. */
export interface TextIndex extends Chain {
  readonly fromEnd: boolean;
  /** The places of the letters by which keys are told apart, ascending, counted from where a key begins (ends). */
  readonly places: Int32Array;
  /** How many of these places keys have, ascending: the longer a key, the more. */
  readonly depths: Int32Array;
  /** The length of the shortest key of each depth. */
  readonly shortest: Int32Array;
  /** An open-addressed table of two numbers each: the hash of a key, and its place in what follows, or -1. */
  readonly slots: Int32Array;
  readonly texts: readonly string[];
  readonly heads: Int32Array;
}

/**
 * An index by how a text begins, or ends. All keys that a text begins with begin with each other, so the longest leads to the others:
 * its chain goes on with theirs. Keys are found by a hash of the letters at some places (`branchingPlaces` of the compiler tells which), computed
 * from place to place: one look-up for the keys of each depth. Other places would do, at the price of keys with the same hash.
 */
export function indexByText(
  rows: Int32Array,
  keys: readonly Keys[],
  fromEnd: boolean,
  toldApartBy: readonly number[],
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
  const places = Int32Array.from(toldApartBy);
  const shortest = shortestByDepth(lengths, places);
  return {
    fromEnd,
    places,
    depths: Int32Array.from(shortest.keys()),
    shortest: Int32Array.from(shortest.values()),
    slots: hashTable(texts, places, fromEnd),
    texts,
    heads: Int32Array.from(texts, (text) => heads.get(text) ?? -1),
    rows: Int32Array.from(chain.rows),
    next: Int32Array.from(chain.next),
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

/** How many of the places a text of a length has. */
function depthOf(length: number, places: Int32Array): number {
  let depth = 0;
  while (depth < places.length && (places[depth] ?? 0) < length) depth += 1;
  return depth;
}

/** The length of the shortest key of each depth, of lengths in order. */
function shortestByDepth(lengths: Int32Array, places: Int32Array): ReadonlyMap<number, number> {
  const shortest = new Map<number, number>();
  for (const length of lengths) {
    const depth = depthOf(length, places);
    if (!shortest.has(depth)) shortest.set(depth, length);
  }
  return shortest;
}

function hashTable(texts: readonly string[], places: Int32Array, fromEnd: boolean): Int32Array {
  let size = 4;
  while (size < texts.length * 2) size *= 2;
  const slots = new Int32Array(2 * size).fill(-1);
  texts.forEach((text, place) => {
    const hash = hashText(text, places, fromEnd);
    let slot = spread(hash) & (size - 1);
    while (slots[2 * slot + 1] !== -1) slot = (slot + 1) & (size - 1);
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = place;
  });
  return slots;
}

function hashText(text: string, places: Int32Array, fromEnd: boolean): number {
  let hash = 0;
  for (let i = 0; i < depthOf(text.length, places); i += 1) {
    hash = hashOn(hash, text, places[i] ?? 0, fromEnd);
  }
  return hash;
}

/** The hash (Rabin and Karp 1987) of one more letter. */
function hashOn(hash: number, text: string, place: number, fromEnd: boolean): number {
  return (Math.imul(hash, 0x01000193) + text.charCodeAt(fromEnd ? text.length - 1 - place : place)) | 0;
}

/** Brings the upper bits down, which a product mixes best. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7;
}

/** The chain of the keys that a text begins (ends) with. */
export function findByText(index: TextIndex, text: string | undefined): number {
  if (text === undefined) return -1;
  const { fromEnd, places, depths, shortest } = index;
  let found = -1;
  let hash = 0;
  let known = 0;
  for (let i = 0; i < depths.length; i += 1) {
    if ((shortest[i] ?? 0) > text.length) break;
    for (const depth = depths[i] ?? 0; known < depth; known += 1) {
      hash = hashOn(hash, text, places[known] ?? 0, fromEnd);
    }
    const place = placeOfLongest(index, hash, text);
    if (place >= 0) found = index.heads[place] ?? -1;
  }
  return found;
}

/** The longest key with a hash that a text begins (ends) with. */
function placeOfLongest({ fromEnd, slots, texts }: TextIndex, hash: number, text: string): number {
  const mask = (slots.length >> 1) - 1;
  let found = -1;
  let longest = -1;
  for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
    const place = slots[2 * slot + 1] ?? -1;
    if (place < 0) return found;
    if (slots[2 * slot] !== hash) continue;
    const key = texts[place] ?? "";
    if (key.length > longest && (fromEnd ? endsWith(text, key) : beginsWith(text, key))) {
      found = place;
      longest = key.length;
    }
  }
}
