import { assertNever } from "../../util/invariant.js";
import { type Atom, idSlotsOf } from "./atom.js";

/** The keys that an atom speaks of. */
export function keysOf(atom: Atom): readonly string[] {
  switch (atom.kind) {
    case "flag":
      return [atom.key];
    case "text":
    case "number":
    case "address":
      return [atom.slot.key];
    case "linear":
      return atom.terms.map(({ slot }) => slot.key);
    case "same":
    case "related":
      return [atom.left.key, atom.right.key];
    case "relation":
      return idSlotsOf(atom).map(({ key }) => key);
    default:
      return assertNever(atom);
  }
}
