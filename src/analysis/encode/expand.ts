import type { Type } from "../../types/type.js";
import type { FlagAtom } from "./atom.js";
import type { NotingEncoder } from "./create-encoder.js";
import { termAt } from "./encode-value.js";
import { isEqual } from "./equality.js";
import { and, type Formula, literal, negate, no, or, type QuantifiedFormula } from "./formula.js";
import { inIntervals } from "./linear.js";
import { elementKey, type ListPlace, lengthSlot, type Place, presenceFlag } from "./place.js";
import type { Term } from "./term.js";

/** A formula without quantifiers. */
export interface ExpandedFormula {
  readonly formula: Formula;
  /** The lists over which there were quantifiers, and how many elements stand for all of theirs. */
  readonly lists: ReadonlyMap<string, { readonly list: ListPlace; readonly elements: number }>;
  /** Whether more elements might be needed than were made: then that nothing was found says nothing. */
  readonly incomplete: boolean;
}

const mostElements = 4;

/**
 * Spells quantifiers out, element by element. A list has, beside the constants that tests ask for by name (of each a flag says whether it
 * is there), as many elements as there are demands that some element be such and such: if any list will do, one with no others does.
 */
export function expandQuantifiers(encoder: NotingEncoder, formula: Formula): ExpandedFormula {
  const demands = new Map<string, { list: ListPlace; elements: number }>();
  countDemands(formula, demands);
  const expansion: Expansion = { encoder, demands, incomplete: false };
  for (const demand of demands.values()) {
    if (demand.elements > mostElements) expansion.incomplete = true;
    demand.elements = Math.min(Math.max(demand.elements, 1), mostElements);
  }
  // Bodies may ask for constants that were not known before: then what was spelt out lacks them.
  for (;;) {
    const before = constantsCount(encoder);
    const expanded = expand(expansion, formula, 0);
    if (constantsCount(encoder) === before) return { ...result(expansion), formula: expanded };
  }
}

interface Expansion {
  readonly encoder: NotingEncoder;
  readonly demands: Map<string, { list: ListPlace; elements: number }>;
  incomplete: boolean;
}

function result({ demands, incomplete }: Expansion): Omit<ExpandedFormula, "formula"> {
  return { lists: demands, incomplete };
}

function constantsCount({ constants }: NotingEncoder): number {
  return [...constants.values()].reduce((sum, { size }) => sum + size, 0);
}

function countDemands(formula: Formula, demands: Expansion["demands"]): void {
  switch (formula.kind) {
    case "and":
    case "or":
      for (const operand of formula.operands) countDemands(operand, demands);
      return;
    case "some":
    case "every":
      noteDemand(demands, formula, formula.kind === "some" ? 1 : 0);
      return;
    case "constant":
    case "literal":
      return;
  }
}

function noteDemand(demands: Expansion["demands"], { list }: QuantifiedFormula, count: number): void {
  const known = demands.get(list.key) ?? { list, elements: 0 };
  known.elements += count;
  demands.set(list.key, known);
}

function expand(expansion: Expansion, formula: Formula, depth: number): Formula {
  switch (formula.kind) {
    case "constant":
    case "literal":
      return formula;
    case "and":
      return and(...formula.operands.map((operand) => expand(expansion, operand, depth)));
    case "or":
      return or(...formula.operands.map((operand) => expand(expansion, operand, depth)));
    case "some":
    case "every":
      return expandQuantified(expansion, formula, depth);
  }
}

function expandQuantified(expansion: Expansion, formula: QuantifiedFormula, depth: number): Formula {
  if (!expansion.demands.has(formula.list.key)) noteDemand(expansion.demands, formula, 1);
  // A demand for each element of another list: how many there are, is not counted.
  if (depth > 0 && formula.kind === "some") expansion.incomplete = true;
  const members = membersOf(expansion, formula.list);
  const bodyOf = (term: Term): Formula => expand(expansion, formula.body(term), depth + 1);
  return formula.kind === "some"
    ? or(...members.map(({ presence, term }) => and(presence, bodyOf(term))))
    : and(...members.map(({ presence, term }) => or(negate(presence), bodyOf(term))));
}

interface Member {
  readonly presence: Formula;
  readonly term: Term;
}

/** The constants that the list may have, and the elements that stand for all others. */
function membersOf({ encoder, demands }: Expansion, list: ListPlace): readonly Member[] {
  const constants = [...(encoder.constants.get(list.key)?.values() ?? [])].map(({ term, flag }) => ({
    presence: literal(encoder.atoms.atom<FlagAtom>({ kind: "flag", key: flag })),
    term,
  }));
  const count = demands.get(list.key)?.elements ?? 1;
  const elements = Array.from({ length: count }, (_, index) => {
    const place = elementPlace(encoder, list, index);
    return { presence: place.presence, term: termAt(encoder, place) };
  });
  return [...constants, ...elements];
}

function elementPlace({ atoms }: NotingEncoder, list: ListPlace, index: number): Place {
  const key = elementKey(list.key, index);
  return { key, type: elementType(list.type), presence: literal(presenceFlag(atoms, key)) };
}

/** The type of a list's elements, or of a map's keys. */
export function elementType(type: Type): Type {
  return type.kind === "List" ? type.element : { kind: "String" };
}

/**
 * What holds of every list: an element is none of the constants that have flags of their own; there is one if and only if the length is
 * not zero.
 */
export function listAxioms(encoder: NotingEncoder, lists: ExpandedFormula["lists"]): readonly Formula[] {
  return [...lists.values()].flatMap(({ list, elements }) => {
    const { atoms } = encoder;
    const constants = [...(encoder.constants.get(list.key)?.values() ?? [])];
    const flags = constants.map(({ flag }) => literal(atoms.atom<FlagAtom>({ kind: "flag", key: flag })));
    const places = Array.from({ length: elements }, (_, index) => elementPlace(encoder, list, index));
    const distinct = places.flatMap((place) =>
      constants.map(({ term }) =>
        or(negate(place.presence), negate(isEqual(encoder, termAt(encoder, place), term) ?? no)),
      ),
    );
    const inOrder = places
      .slice(1)
      .map((place, index) => or(negate(place.presence), places[index]?.presence ?? no));
    const slot = lengthSlot(list);
    const isLong = inIntervals(atoms, slot, [[1, Number.MAX_SAFE_INTEGER]]);
    const some = or(...flags, ...places.map(({ presence }) => presence));
    return [...distinct, ...inOrder, or(negate(isLong), some), or(negate(some), isLong)];
  });
}
