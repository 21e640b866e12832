import { assertNever } from "../util/invariant.js";
import {
  type Atom,
  type AtomShape,
  type AtomTable,
  isUnknown,
  type Party,
  type Slot,
} from "./encode/atom.js";
import { and, type Formula, literal, or } from "./encode/formula.js";
import type { Place } from "./encode/place.js";

/**
 * What a formula says of a request in which one value, at the place `key`, is another one: whatever it asks of the place is asked of a
 * second place beside it. What the formula leaves open is left open anew, so what is said is never too much.
 */
export function renamePlace(atoms: AtomTable, formula: Formula, key: string): Formula {
  const renamed = (text: string): string => renameKey(text, key);
  const rename = (each: Formula): Formula => {
    switch (each.kind) {
      case "constant":
        return each;
      case "literal":
        return literal(atoms.atom(renameAtom(each.atom, renamed)), each.wanted);
      case "and":
        return and(...each.operands.map(rename));
      case "or":
        return or(...each.operands.map(rename));
      case "some":
      case "every":
        return { ...each, list: renamePlaceOf(each.list), body: (element) => rename(each.body(element)) };
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
