import type { Atom } from "./atom.js";

/** What is known of the atoms of one table: whether they hold for one candidate. */
export interface AtomValues {
  get(atom: Atom): boolean | undefined;
  set(atom: Atom, value: boolean): void;
}

/**
 * Nothing is known yet. There are many candidates, so all share one array: an entry is of whoever wrote it last, and of nobody else. What is
 * known of one may so be forgotten, and is found again.
 */
export function createAtomValues(): AtomValues {
  last += 2;
  return new SharedValues(last);
}

/** A class, so that all have one shape. */
class SharedValues implements AtomValues {
  /** Stands at an atom that does not hold; at one that does, the number after it. */
  readonly #fails: number;

  constructor(fails: number) {
    this.#fails = fails;
  }

  get({ id }: Atom): boolean | undefined {
    const entry = entries[id];
    return entry === this.#fails ? false : entry === this.#fails + 1 ? true : undefined;
  }

  set({ id }: Atom, value: boolean): void {
    if (id >= entries.length) makeRoom(id);
    entries[id] = value ? this.#fails + 1 : this.#fails;
  }
}

/** By the atoms' numbers. Doubles count far enough to give each number once. */
let entries = new Float64Array(4096);
let last = 0;

function makeRoom(id: number): void {
  const larger = new Float64Array(2 * id);
  larger.set(entries);
  entries = larger;
}
