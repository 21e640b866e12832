import type { Atom, Slot } from "../encode/atom.js";
import type { Formula, JunctionFormula, LiteralFormula } from "../encode/formula.js";
import { type BinaryAtom, type Domain, fullDomain, narrow, settles, type UnaryAtom } from "./domain.js";

/** What is assumed when every formula holds. */
export interface Assumptions {
  /** Whether each flag is set that matters. */
  readonly flags: ReadonlyMap<string, boolean>;
  /** By the slot's key: every slot of which an atom speaks. */
  readonly domains: ReadonlyMap<string, SlotDomain>;
  readonly ties: readonly { readonly atom: BinaryAtom; readonly wanted: boolean }[];
  /** Texts of which it is assumed that they have a part, or that they have none. */
  readonly owners: readonly Slot[];
}

/** A slot and the values that it can still have. */
export interface SlotDomain {
  readonly slot: UnaryAtom["slot"];
  readonly domain: Domain;
}

/** What became of a try to find values for all that is assumed. */
export type Trial<R> =
  | { readonly kind: "found"; readonly result: R }
  /** There are none. */
  | { readonly kind: "none" }
  /** None was found, which says nothing. */
  | { readonly kind: "unknown" };

/** How many choices a search makes at most: the same on every machine. */
export const choiceBudget = 20_000;

/**
 * Searches for a way to make all formulas hold, and tries each that it finds. The search of Davis, Logemann and Loveland (1962) over
 * formulas that are not in clauses: what follows at once is assumed at once, then of the choice with the fewest ways left each way is
 * taken in turn, without those before it.
 */
export function search<R>(
  formulas: readonly Formula[],
  attempt: (assumptions: Assumptions) => Trial<R>,
  budget: number = choiceBudget,
): Trial<R> {
  const state = new SearchState();
  let left = budget;
  let complete = true;

  const explore = (pending: readonly JunctionFormula[]): Trial<R> => {
    const open = state.propagate(pending);
    if (open === undefined) return { kind: "none" };
    const choice = fewestWays(open);
    if (choice === undefined) return attempt(state.assumptions());
    const rest = open.filter((each) => each !== choice);
    for (const way of choice.operands) {
      if (left-- <= 0) {
        complete = false;
        return { kind: "unknown" };
      }
      const mark = state.mark();
      const added = state.assume(way);
      const trial: Trial<R> = added === undefined ? { kind: "none" } : explore([...rest, ...added]);
      state.undo(mark);
      if (trial.kind === "found") return trial;
      if (trial.kind === "unknown") complete = false;
      // What this way gives is known: the ways after it need not be tried with it.
      if (way.kind === "literal" && state.assume({ ...way, wanted: !way.wanted }) === undefined) break;
    }
    return complete ? { kind: "none" } : { kind: "unknown" };
  };

  const pending: JunctionFormula[] = [];
  for (const formula of formulas) {
    const added = state.assume(formula);
    if (added === undefined) return { kind: "none" };
    pending.push(...added);
  }
  const trial = explore(pending);
  return trial.kind === "none" && !complete ? { kind: "unknown" } : trial;
}

function fewestWays(open: readonly JunctionFormula[]): JunctionFormula | undefined {
  let best: JunctionFormula | undefined;
  for (const each of open) if (best === undefined || each.operands.length < best.operands.length) best = each;
  return best;
}

type Undo = () => void;

/** What is assumed so far; a class because every step changes it and can be taken back. */
class SearchState {
  readonly #values = new Map<Atom, boolean>();
  readonly #domains = new Map<string, SlotDomain>();
  readonly #trail: Undo[] = [];

  mark(): number {
    return this.#trail.length;
  }

  undo(mark: number): void {
    while (this.#trail.length > mark) this.#trail.pop()?.();
  }

  assumptions(): Assumptions {
    const flags = new Map<string, boolean>();
    const ties: { atom: BinaryAtom; wanted: boolean }[] = [];
    const owners: Slot[] = [];
    for (const [atom, wanted] of this.#values) {
      if (atom.kind === "flag") {
        flags.set(atom.key, wanted);
        if (atom.of) owners.push(atom.of);
      } else if (atom.kind === "linear" || atom.kind === "same" || atom.kind === "related")
        ties.push({ atom, wanted });
    }
    return { flags, domains: new Map(this.#domains), ties, owners };
  }

  /** Assumes a formula; the choices that it leaves open, or undefined if it cannot hold. */
  assume(formula: Formula): JunctionFormula[] | undefined {
    switch (formula.kind) {
      case "constant":
        return formula.value ? [] : undefined;
      case "literal":
        return this.#assumeLiteral(formula) ? [] : undefined;
      case "and": {
        const open: JunctionFormula[] = [];
        for (const operand of formula.operands) {
          const added = this.assume(operand);
          if (added === undefined) return undefined;
          open.push(...added);
        }
        return open;
      }
      case "or":
        return [formula];
      default:
        throw new Error("quantifiers are spelt out before a search");
    }
  }

  /** Assumes all that follows from what is assumed; the choices left, without the ways that are closed, or undefined for a contradiction. */
  propagate(pending: readonly JunctionFormula[]): readonly JunctionFormula[] | undefined {
    let open = [...pending];
    for (let changed = true; changed; ) {
      changed = false;
      const next: JunctionFormula[] = [];
      for (const choice of open) {
        const ways = this.#waysLeft(choice);
        if (ways === "holds") continue;
        const [only] = ways;
        if (only === undefined) return undefined;
        if (ways.length > 1) {
          next.push(ways.length === choice.operands.length ? choice : { kind: "or", operands: ways });
          continue;
        }
        const added = this.assume(only);
        if (added === undefined) return undefined;
        next.push(...added);
        changed = true;
      }
      open = next;
    }
    return open;
  }

  #waysLeft({ operands }: JunctionFormula): "holds" | readonly Formula[] {
    const left: Formula[] = [];
    for (const operand of operands) {
      const status = this.#statusOf(operand);
      if (status === true) return "holds";
      if (status === undefined) left.push(operand);
    }
    return left;
  }

  #statusOf(formula: Formula): boolean | undefined {
    switch (formula.kind) {
      case "constant":
        return formula.value;
      case "literal": {
        const value = this.#valueOf(formula.atom);
        return value === undefined ? undefined : value === formula.wanted;
      }
      case "and":
        return this.#statusOfAll(formula.operands, false);
      case "or":
        return this.#statusOfAll(formula.operands, true);
      default:
        throw new Error("quantifiers are spelt out before a search");
    }
  }

  #statusOfAll(operands: readonly Formula[], settling: boolean): boolean | undefined {
    let open = false;
    for (const operand of operands) {
      const status = this.#statusOf(operand);
      if (status === settling) return settling;
      open ||= status === undefined;
    }
    return open ? undefined : !settling;
  }

  #valueOf(atom: Atom): boolean | undefined {
    const value = this.#values.get(atom);
    if (value !== undefined || !isUnary(atom)) return value;
    return settles(this.#domainOf(atom.slot).domain, atom);
  }

  #domainOf(slot: UnaryAtom["slot"]): SlotDomain {
    return this.#domains.get(slot.key) ?? { slot, domain: fullDomainOf(slot) };
  }

  #assumeLiteral({ atom, wanted }: LiteralFormula): boolean {
    const value = this.#valueOf(atom);
    if (value !== undefined && value !== wanted) return false;
    if (this.#values.has(atom)) return true;
    if (isUnary(atom) && !this.#narrow(atom, wanted)) return false;
    this.#values.set(atom, wanted);
    this.#trail.push(() => this.#values.delete(atom));
    return true;
  }

  #narrow(atom: UnaryAtom, wanted: boolean): boolean {
    const { slot, domain } = this.#domainOf(atom.slot);
    const narrowed = narrow(domain, atom, wanted);
    if (narrowed === undefined) return false;
    const before = this.#domains.get(slot.key);
    this.#domains.set(slot.key, { slot, domain: narrowed });
    this.#trail.push(() =>
      before === undefined ? this.#domains.delete(slot.key) : this.#domains.set(slot.key, before),
    );
    return true;
  }
}

function isUnary(atom: Atom): atom is UnaryAtom {
  return atom.kind === "text" || atom.kind === "number" || atom.kind === "address";
}

const fullDomains = new WeakMap<UnaryAtom["slot"], Domain>();

function fullDomainOf(slot: UnaryAtom["slot"]): Domain {
  const known = fullDomains.get(slot) ?? fullDomain(slot);
  fullDomains.set(slot, known);
  return known;
}
