import { groupBy } from "../../util/group-by.js";
import { wordsLanguage } from "../texts/language.js";
import type { AddressAtom, Atom, AtomTable, NumberAtom, Slot, TextAtom } from "./atom.js";
import { type Formula, type LiteralFormula, literal, or } from "./formula.js";
import { addresses, union } from "./interval-set.js";
import { inIntervals, scaleOf } from "./linear.js";
import { isAddressIn } from "./text-tests.js";

/**
 * That one of several formulas holds. Those that say of one slot where it lies become one: a list of a thousand names is one question, not
 * a thousand.
 */
export function eitherOf(atoms: AtomTable, formulas: readonly Formula[]): Formula {
  const groups = groupBy(formulas.filter(isUnary), ({ atom }) => keyOf(atom));
  const others = formulas.filter((formula) => !isUnary(formula));
  return or(...[...groups.values()].map((group) => united(atoms, group)), ...others);
}

type UnaryAtom = TextAtom | NumberAtom | AddressAtom;
type UnaryLiteral = LiteralFormula & { readonly atom: UnaryAtom };

function isUnary(formula: Formula): formula is UnaryLiteral {
  return formula.kind === "literal" && formula.wanted && hasSet(formula.atom);
}

function hasSet(atom: Atom): boolean {
  if (atom.kind === "text")
    return atom.bounds.upper === atom.bounds.lower && atom.bounds.lower.words !== undefined;
  return atom.kind === "number" || atom.kind === "address";
}

function keyOf({ kind, slot }: UnaryAtom): string {
  return `${kind} ${slot.key}`;
}

function united(atoms: AtomTable, group: readonly UnaryLiteral[]): Formula {
  const [first] = group;
  if (first === undefined || group.length === 1) return first ?? or();
  const { slot } = first.atom;
  const all = group.map(({ atom }) => atom);
  switch (first.atom.kind) {
    case "text":
      return unitedWords(atoms, slot, all);
    case "number":
      return inIntervals(
        atoms,
        slot,
        union(scaleOf(slot), ...all.flatMap((atom) => (atom.kind === "number" ? [atom.set] : []))),
      );
    case "address":
      return isAddressIn(
        atoms,
        slot,
        union(addresses, ...all.flatMap((atom) => (atom.kind === "address" ? [atom.set] : []))),
      );
  }
}

function unitedWords(atoms: AtomTable, slot: Slot, all: readonly UnaryAtom[]): Formula {
  const words = all.flatMap((atom) => (atom.kind === "text" ? [...(atom.bounds.lower.words ?? [])] : []));
  const language = wordsLanguage(words);
  return literal(atoms.atom<TextAtom>({ kind: "text", slot, bounds: { upper: language, lower: language } }));
}
