import type { IntList } from "./int-list.js";

/** A map from nodes to sets of numbers. Nodes are numbered from 0, so a place in an array is where one is looked up: a Map of millions misses caches. */
export interface NodeLists extends Iterable<readonly [number, IntList]> {
  get(node: number): IntList | undefined;
  set(node: number, list: IntList): void;
  delete(node: number): void;
}

const bits = 10;
const length = 2 ** bits;

/** A map without entries. Its arrays are short ones, each made when one of its nodes has an entry. */
export function createNodeLists(): NodeLists {
  return new ChunkedLists();
}

class ChunkedLists implements NodeLists {
  readonly #chunks: (IntList | undefined)[][] = [];

  get(node: number): IntList | undefined {
    return this.#chunks[node >>> bits]?.[node & (length - 1)];
  }

  set(node: number, list: IntList): void {
    while (this.#chunks.length <= node >>> bits) this.#chunks.push(none);
    const found = this.#chunks[node >>> bits] ?? none;
    const chunk = found === none ? new Array<IntList | undefined>(length).fill(undefined) : found;
    chunk[node & (length - 1)] = list;
    this.#chunks[node >>> bits] = chunk;
  }

  delete(node: number): void {
    const chunk = this.#chunks[node >>> bits];
    if (chunk !== undefined && chunk !== none) chunk[node & (length - 1)] = undefined;
  }

  *[Symbol.iterator](): Generator<readonly [number, IntList]> {
    for (const [place, chunk] of this.#chunks.entries())
      for (const [index, list] of chunk.entries())
        if (list !== undefined) yield [place * length + index, list];
  }
}

/** Stands where no node has an entry. */
const none: (IntList | undefined)[] = [];
