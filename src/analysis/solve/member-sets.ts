import type { Atom, AtomTable } from "../encode/atom.js";
import { keysOf } from "../encode/keys-of.js";
import { requestMembers, rootOf } from "./request-members.js";

/** A set of members of requests, by the bits of {@link MemberSets}. */
export type MemberSet = number;

/** The sets of the members that the atoms of a table name. */
export function memberSetsOf(atoms: AtomTable): MemberSets {
  const sets = known.get(atoms) ?? new MemberSets();
  known.set(atoms, sets);
  return sets;
}

const known = new WeakMap<AtomTable, MemberSets>();

/**
 * Gives each member of requests a bit, as it comes up, so that a set of them is a number. Those that come late share the last bit: of them, more is
 * in a set than should be, and never less.
 */
export class MemberSets {
  readonly #bits = new Map<string, MemberSet>();
  readonly #named = new Map<string, MemberSet | undefined>();
  readonly #touched = new Map<string, MemberSet>();
  readonly #ofAtoms = new Map<Atom, MemberSet | undefined>();

  /** How many members have come up. */
  get size(): number {
    return this.#bits.size;
  }

  /** The members that an atom speaks of; undefined where one of its keys names none. */
  of(atom: Atom): MemberSet | undefined {
    if (!this.#ofAtoms.has(atom)) this.#ofAtoms.set(atom, this.#union(keysOf(atom)));
    return this.#ofAtoms.get(atom);
  }

  /** The members that a key names; undefined where it names none. */
  namedBy(key: string): MemberSet | undefined {
    if (!this.#named.has(key)) this.#named.set(key, this.#bitsOf(requestMembers(key)));
    return this.#named.get(key);
  }

  /** Of the members that have come up, those that may be others where something is said of a key: what it names, parts of that, and what that is a part of. */
  touchedBy(key: string): MemberSet {
    const touched = this.#touched.get(key) ?? this.#touch(requestMembers(key));
    this.#touched.set(key, touched);
    return touched;
  }

  #union(keys: readonly string[]): MemberSet | undefined {
    let union = 0;
    for (const key of keys) {
      const set = this.namedBy(key);
      if (set === undefined) return undefined;
      union |= set;
    }
    return union;
  }

  #bitsOf(members: readonly string[]): MemberSet | undefined {
    if (members.length === 0) return undefined;
    return members.reduce((set, member) => set | this.#bitOf(member), 0);
  }

  #bitOf(member: string): MemberSet {
    const known = this.#bits.get(member);
    if (known !== undefined) return known;
    const bit = 1 << Math.min(this.#bits.size, lastBit);
    this.#bits.set(member, bit);
    // What was touched of those that had come up before.
    this.#touched.clear();
    return bit;
  }

  #touch(named: readonly string[]): MemberSet {
    const roots = named.map(rootOf);
    let set = 0;
    for (const [member, bit] of this.#bits)
      if (named.includes(member) || named.includes(rootOf(member)) || roots.includes(member)) set |= bit;
    return set;
  }
}

const lastBit = 30;

/** The members that a candidate has of its own: all that may be others where something is said of some keys. */
export class TakenMembers {
  readonly #sets: MemberSets;
  readonly #keys: readonly string[];
  #taken: MemberSet = 0;
  #size = -1;

  constructor(sets: MemberSets, keys: readonly string[]) {
    this.#sets = sets;
    this.#keys = keys;
  }

  /** Whether one of some members is among them. */
  touches(set: MemberSet): boolean {
    if (this.#sets.size !== this.#size) this.#update();
    return (set & this.#taken) !== 0;
  }

  /** More members may have come up. */
  #update(): void {
    this.#size = this.#sets.size;
    this.#taken = 0;
    for (const key of this.#keys) this.#taken |= this.#sets.touchedBy(key);
  }
}
