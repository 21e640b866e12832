import type { Atom } from "../encode/atom.js";
import { loosely } from "../texts/language.js";
import { type Literal, opposite, positive } from "./clause-solver.js";
import { type Domain, fullDomain, narrow, settledByPair, settles, type UnaryAtom } from "./domain.js";

/** A clause that holds of every request, whatever is assumed. */
export type Lemma = readonly Literal[];

interface KnownAtom {
  readonly atom: UnaryAtom;
  /** That the atom holds. */
  readonly literal: Literal;
}

interface AssumedAtom extends KnownAtom {
  readonly wanted: boolean;
  /** Where it stands in the trail. */
  readonly position: number;
  /** What is left of the slot's domain with it. */
  readonly domain: Domain;
}

interface SlotState {
  readonly full: Domain;
  readonly atoms: KnownAtom[];
  readonly assumed: AssumedAtom[];
}

/** The most atoms of which the needless ones are looked for: more are blamed together. */
const mostExplained = 16;

/** The most atoms of one slot that are settled by each other: of more, a contradiction is seen when it is there. */
const mostSettled = 100;

/** What atoms about one slot have to do with each other: as lemmas, when they matter. A class because assumptions come and go. */
export class DomainTheory {
  readonly #slots = new Map<string, SlotState>();
  readonly #touched: SlotState[] = [];
  readonly #lemmas: Lemma[] = [];

  /**
   * Makes an atom known. What its slot's type says of it by itself is a lemma at once; of texts only where they are listed: others are seldom
   * settled so, and it takes long to see.
   */
  addAtom(atom: Atom, variable: number): void {
    if (!isUnary(atom)) return;
    const state = this.#stateOf(atom);
    const literal = positive(variable);
    state.atoms.push({ atom, literal });
    const settled = settlesBySet(state.full, atom);
    if (settled !== undefined) this.#lemmas.push([settled ? literal : opposite(literal)]);
  }

  /** The lemmas found since this was last asked. */
  takeLemmas(): readonly Lemma[] {
    return this.#lemmas.splice(0);
  }

  /** The domain that is left of a slot, if an atom speaks of it. */
  domainOf(key: string): Domain | undefined {
    const state = this.#slots.get(key);
    return state && (state.assumed.at(-1)?.domain ?? state.full);
  }

  /** Takes back what stood in the trail from a position on. */
  retract(position: number): void {
    for (;;) {
      const last = this.#touched.at(-1);
      const assumed = last?.assumed.at(-1);
      if (last === undefined || assumed === undefined || assumed.position < position) return;
      last.assumed.pop();
      this.#touched.pop();
    }
  }

  /** Takes an atom as holding or not; false if its slot has no value left, of which a lemma tells why. */
  assume(
    atom: UnaryAtom,
    literal: Literal,
    position: number,
    isOpen: (literal: Literal) => boolean,
  ): boolean {
    const state = this.#stateOf(atom);
    const wanted = (literal & 1) === 0;
    const before = state.assumed.at(-1)?.domain ?? state.full;
    const contrary = state.assumed.find((known) => settledByPairOf(known, atom) === !wanted);
    if (contrary !== undefined) {
      this.#lemmas.push([refutation(contrary), opposite(literal)]);
      return false;
    }
    const domain = narrow(before, atom, wanted);
    if (domain === undefined) {
      const last = { atom, literal: wanted ? literal : opposite(literal), wanted, position, domain: before };
      const causes = essential([...state.assumed, last], (some) => narrowed(state.full, some) === undefined);
      this.#lemmas.push(causes.map(refutation));
      return false;
    }
    const assumed = { atom, literal: positive(literal >> 1), wanted, position, domain };
    state.assumed.push(assumed);
    this.#touched.push(state);
    if (state.atoms.length <= mostSettled || atom.kind === "text")
      for (const other of state.atoms) if (isOpen(other.literal)) this.#settle(state, assumed, other);
    return true;
  }

  #settle(state: SlotState, last: AssumedAtom, { atom, literal }: KnownAtom): void {
    const settled = settledByPairOf(last, atom) ?? settlesBySet(last.domain, atom);
    if (settled === undefined) return;
    const byPair = settledByPairOf(last, atom) !== undefined;
    const causes = byPair
      ? [last]
      : essential(state.assumed, (some) => {
          const domain = narrowed(state.full, some);
          return domain !== undefined && settlesBySet(domain, atom) === settled;
        });
    this.#lemmas.push([...causes.map(refutation), settled ? literal : opposite(literal)]);
  }

  #stateOf({ slot }: UnaryAtom): SlotState {
    const state = this.#slots.get(slot.key) ?? { full: fullDomain(slot), atoms: [], assumed: [] };
    this.#slots.set(slot.key, state);
    return state;
  }
}

/** Whether an atom speaks of one slot alone. */
export function isUnary(atom: Atom): atom is UnaryAtom {
  return atom.kind === "text" || atom.kind === "number" || atom.kind === "address";
}

function settledByPairOf({ atom: known, wanted }: AssumedAtom, atom: UnaryAtom): boolean | undefined {
  if (known.kind !== "text" || atom.kind !== "text") return undefined;
  return settledByPair(loosely(known.bounds, wanted), atom.bounds);
}

/** {@link settles}, of texts only where they are listed. */
function settlesBySet(domain: Domain, atom: UnaryAtom): boolean | undefined {
  return domain.kind === "text" && domain.words === undefined ? undefined : settles(domain, atom);
}

function refutation({ literal, wanted }: AssumedAtom): Literal {
  return wanted ? opposite(literal) : literal;
}

function narrowed(full: Domain, assumed: readonly AssumedAtom[]): Domain | undefined {
  let domain: Domain | undefined = full;
  for (const { atom, wanted } of assumed) domain = domain && narrow(domain, atom, wanted);
  return domain;
}

/** Those without which it would not follow. */
function essential(
  all: readonly AssumedAtom[],
  follows: (some: readonly AssumedAtom[]) => boolean,
): readonly AssumedAtom[] {
  if (all.length > mostExplained) return all;
  let needed = all;
  for (const each of all) {
    const others = needed.filter((other) => other !== each);
    if (follows(others)) needed = others;
  }
  return needed;
}
