import type { Atom, AtomTable, RelationAtom, Slot } from "../encode/atom.js";
import { type Counted, counted, countedAgain } from "../steps.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { type BinaryAtom, type Domain, fullDomain, narrow } from "./domain.js";
import { isUnary } from "./domain-theory.js";
import { solveValues } from "./solve-values.js";
import type { Values } from "./value-problem.js";

/** An atom that is taken as holding, or as not holding. */
export interface AssumedAtom {
  readonly atom: Atom;
  readonly wanted: boolean;
}

/** Values for all that is assumed; or the part of it for which there are none, or none were found. */
export type ComponentsTrial =
  | { readonly kind: "found"; readonly result: Values }
  | { readonly kind: "none" | "unknown"; readonly blamed: readonly AssumedAtom[] };

/**
 * Chooses a value for every slot of which something is assumed. Slots that nothing ties to each other are solved by themselves: so the
 * same few atoms have the same values in every question, and are solved once.
 */
export function solveComponents(table: AtomTable, assumed: readonly AssumedAtom[]): ComponentsTrial {
  const values = new Map<string, string | number | bigint>();
  let unknown: readonly AssumedAtom[] | undefined;
  for (const component of componentsOf(assumed)) {
    const trial = solveOnce(table, component);
    if (trial.kind === "none") return { kind: "none", blamed: essential(table, component) };
    if (trial.kind === "unknown") unknown ??= component;
    else for (const [key, value] of trial.result) values.set(key, value);
  }
  return unknown ? { kind: "unknown", blamed: unknown } : { kind: "found", result: values };
}

const mostBlamed = 10;

/** Those of the atoms without which there might be values: a short lemma is worth some tries. */
function essential(table: AtomTable, component: readonly AssumedAtom[]): readonly AssumedAtom[] {
  if (component.length > mostBlamed) return component;
  let needed = component;
  for (const each of component) {
    const others = needed.filter((other) => other !== each);
    if (others.length > 0 && solveOnce(table, others).kind === "none") needed = others;
  }
  return needed;
}

/** What became of components, by their keys. */
const solved = new WeakMap<AtomTable, Map<number | string, Counted<Trial<Values>>>>();
const mostRemembered = 20_000;

function solveOnce(table: AtomTable, component: readonly AssumedAtom[]): Trial<Values> {
  const known = solved.get(table) ?? new Map<number | string, Counted<Trial<Values>>>();
  solved.set(table, known);
  const key = keyOf(component);
  const trial = known.get(key) ?? counted(() => solveValues(assumptionsOf(inOrder(component))));
  if (known.size >= mostRemembered) known.clear();
  known.set(key, trial);
  return countedAgain(trial);
}

/** The same for the same atoms, in whatever order. Most components are of one atom: a number is made sooner than a text. */
function keyOf(component: readonly AssumedAtom[]): number | string {
  const [only, another] = component;
  if (only !== undefined && another === undefined) return numberOf(only);
  return component
    .map(numberOf)
    .sort((a, b) => a - b)
    .join();
}

function numberOf({ atom, wanted }: AssumedAtom): number {
  return wanted ? atom.id : -1 - atom.id;
}

/** In an order that has nothing to do with what was asked before: where values can be chosen, it has a say in which are. */
function inOrder(component: readonly AssumedAtom[]): readonly AssumedAtom[] {
  const named = component.map((each) => ({
    each,
    name: slotsOf(each.atom)
      .map(({ key }) => key)
      .join(),
  }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return named.map(({ each }) => each);
}

/** Atoms that speak of the same slots, or of slots that some atom ties together. Flags that stand alone are in none. */
function componentsOf(assumed: readonly AssumedAtom[]): readonly (readonly AssumedAtom[])[] {
  const leaderOf = leadersAmong(assumed);
  const components = new Map<string, AssumedAtom[]>();
  for (const each of assumed) {
    const key = firstKeyOf(each.atom);
    if (key === undefined) continue;
    const leader = leaderOf(key);
    const component = components.get(leader);
    if (component === undefined) components.set(leader, [each]);
    else component.push(each);
  }
  return [...components.values()];
}

/** Of keys that atoms tie together, directly or by others, one that stands for all. */
function leadersAmong(assumed: readonly AssumedAtom[]): (key: string) => string {
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    const next = leaders.get(key) ?? key;
    if (next === key) return key;
    const leader = leaderOf(next);
    leaders.set(key, leader);
    return leader;
  };
  for (const { atom } of assumed) {
    if (isUnary(atom) || atom.kind === "flag") continue;
    const [first, ...others] = slotsOf(atom).map(wholeKey);
    for (const key of others) leaders.set(leaderOf(key), leaderOf(first ?? key));
  }
  return leaderOf;
}

/** The key of the first slot that an atom speaks of: of all that it speaks of, for most. */
function firstKeyOf(atom: Atom): string | undefined {
  if (isUnary(atom)) return wholeKey(atom.slot);
  const [first] = slotsOf(atom);
  return first && wholeKey(first);
}

function slotsOf(atom: Atom): readonly Slot[] {
  switch (atom.kind) {
    case "flag":
      return atom.of ? [atom.of] : [];
    case "linear":
      return atom.terms.map(({ slot }) => slot);
    case "same":
    case "related":
      return [atom.left, atom.right];
    case "relation":
      // Whatever ids are chosen, facts may be as they are; where that is not so, clashes of facts tell.
      return [];
    default:
      return [atom.slot];
  }
}

/** The key of the slot that a part belongs to. */
function wholeKey({ key, of }: Slot): string {
  return of ? wholeKey(of.slot) : key;
}

/** Whether a flag is assumed to be set and not to be, or nothing is left of a slot that by itself is spoken of. */
export function areExclusive(assumed: readonly AssumedAtom[]): boolean {
  const flags = new Map<string, boolean>();
  const domains = new Map<string, Domain>();
  for (const { atom, wanted } of assumed) {
    if (atom.kind === "flag") {
      if (flags.get(atom.key) === !wanted) return true;
      flags.set(atom.key, wanted);
    } else if (isUnary(atom)) {
      const { slot } = atom;
      const left = narrow(domains.get(slot.key) ?? fullDomain(slot), atom, wanted);
      if (left === undefined) return true;
      domains.set(slot.key, left);
    }
  }
  return false;
}

/** Atoms that are assumed, slot by slot. */
export function assumptionsOf(assumed: readonly AssumedAtom[]): Assumptions {
  const flags = new Map<string, boolean>();
  const domains = new Map<string, SlotDomain>();
  const ties: { atom: BinaryAtom; wanted: boolean }[] = [];
  const owners: Slot[] = [];
  const facts: { atom: RelationAtom; wanted: boolean }[] = [];
  for (const { atom, wanted } of assumed) {
    if (atom.kind === "flag") {
      flags.set(atom.key, wanted);
      if (atom.of) owners.push(atom.of);
    } else if (isUnary(atom)) {
      const { slot } = atom;
      const domain = domains.get(slot.key)?.domain ?? fullDomain(slot);
      domains.set(slot.key, { slot, domain: narrow(domain, atom, wanted) ?? domain });
    } else if (atom.kind === "relation") facts.push({ atom, wanted });
    else ties.push({ atom, wanted });
  }
  return { flags, domains, ties, owners, facts };
}
