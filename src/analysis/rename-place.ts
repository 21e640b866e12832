import { assertNever } from "../util/invariant.js";
import {
  type Atom,
  type AtomShape,
  type AtomTable,
  isUnknown,
  type Party,
  type Slot,
} from "./encode/atom.js";
import { and, type Formula, literal, or, quantified } from "./encode/formula.js";
import type { Place } from "./encode/place.js";

/**
 * What a formula says of a request in which one value, at the place `key`, is another one: whatever it asks of the place is asked of a
 * second place beside it. What the formula leaves open is left open anew, so what is said is never too much. A formula that asks nothing of
 * the place is the same object.
 */
export function renamePlace(atoms: AtomTable, formula: Formula, key: string): Formula {
  const renamed = (text: string): string => renameKey(text, key);
  const atomOf = renamedAtoms(atoms, key);
  const rename = (each: Formula): Formula => {
    switch (each.kind) {
      case "constant":
        return each;
      case "literal": {
        const atom = atomOf(each.atom);
        return atom === each.atom ? each : literal(atom, each.wanted);
      }
      case "and":
      case "or": {
        const operands = each.operands.map(rename);
        if (operands.every((operand, index) => operand === each.operands[index])) return each;
        return each.kind === "and" ? and(...operands) : or(...operands);
      }
      case "some":
      case "every":
        return quantified(each.kind, renamePlaceOf(each.list), (element) => rename(each.body(element)));
      default:
        return assertNever(each);
    }
  };
  const renamePlaceOf = (place: Place): Place => ({
    ...place,
    key: renamed(place.key),
    presence: rename(place.presence),
  });
  return rename(formula);
}

const known = new WeakMap<AtomTable, Map<string, Map<Atom, Atom>>>();

/** What each atom of a table is at the second place: most formulas ask the same. */
function renamedAtoms(atoms: AtomTable, key: string): (atom: Atom) => Atom {
  const ofTable = known.get(atoms) ?? new Map<string, Map<Atom, Atom>>();
  known.set(atoms, ofTable);
  const ofKey = ofTable.get(key) ?? new Map<Atom, Atom>();
  ofTable.set(key, ofKey);
  return (atom) => {
    const renamed = ofKey.get(atom) ?? atoms.atom(renameAtom(atom, (text) => renameKey(text, key)));
    ofKey.set(atom, renamed);
    return renamed;
  };
}

/** The key of the second place. */
export function renamedKey(key: string): string {
  return `${key}'`;
}

/** Marks the place wherever a key names it, and whatever a key says is unknown. */
function renameKey(text: string, key: string): string {
  if (isUnknown(text)) return `${text}'`;
  const parts = text.split(key);
  return parts.reduce((whole, part) => whole + (/^[\w']/.test(part) ? key : renamedKey(key)) + part);
}

function renameAtom(atom: Atom, renamed: (key: string) => string): AtomShape<Atom> {
  const { id: _, ...shape } = atom;
  switch (shape.kind) {
    case "flag":
      return { ...shape, key: renamed(shape.key), ...(shape.of && { of: renameSlot(shape.of, renamed) }) };
    case "text":
    case "number":
    case "address":
      return { ...shape, slot: renameSlot(shape.slot, renamed) };
    case "linear":
      return {
        ...shape,
        terms: shape.terms.map((term) => ({ ...term, slot: renameSlot(term.slot, renamed) })),
      };
    case "same":
    case "related":
      return { ...shape, left: renameSlot(shape.left, renamed), right: renameSlot(shape.right, renamed) };
    case "relation": {
      const { way, subject, object } = shape.fact;
      const fact = { way, subject: renameParty(subject, renamed), object: renameParty(object, renamed) };
      return { ...shape, fact };
    }
    default:
      return assertNever(shape);
  }
}

function renameParty({ type, id }: Party, renamed: (key: string) => string): Party {
  return { type, id: typeof id === "object" ? renameSlot(id, renamed) : id };
}

function renameSlot(slot: Slot, renamed: (key: string) => string): Slot {
  const { of } = slot;
  return {
    ...slot,
    key: renamed(slot.key),
    ...(of && { of: { ...of, slot: renameSlot(of.slot, renamed) } }),
  };
}
