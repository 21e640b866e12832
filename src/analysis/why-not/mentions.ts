import { assertNever } from "../../util/invariant.js";
import { type Atom, atomKey, type Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { termAt } from "../encode/encode-value.js";

import { type Formula, yes } from "../encode/formula.js";
import { elementKey, elementType } from "../encode/place.js";

/** The keys of all places and flags that a formula speaks of. */
export function mentionedKeys(encoder: NotingEncoder, formula: Formula): ReadonlySet<string> {
  const keys = new Set<string>();
  const seen = new Set<Formula>();
  const visit = (each: Formula): void => {
    if (seen.has(each)) return;
    seen.add(each);
    switch (each.kind) {
      case "constant":
        return;
      case "literal":
        for (const key of keysOf(encoder, each.atom)) keys.add(key);
        return;
      case "and":
      case "or":
        return each.operands.forEach(visit);
      case "some":
      case "every": {
        keys.add(each.list.key);
        const type = elementType(each.list.type);
        // Any element speaks of what all of them speak of.
        return visit(each.body(termAt(encoder, { key: elementKey(each.list.key, 0), type, presence: yes })));
      }
      default:
        return assertNever(each);
    }
  };
  visit(formula);
  return keys;
}

function keysOf(encoder: NotingEncoder, atom: Atom): readonly string[] {
  switch (atom.kind) {
    case "flag":
      return [placeOfFlag(encoder, atom.key)];
    case "text":
    case "number":
    case "address":
      return [wholeKey(atom.slot)];
    case "linear":
      return atom.terms.map(({ slot }) => wholeKey(slot));
    case "same":
    case "related":
      return [wholeKey(atom.left), wholeKey(atom.right)];
    case "relation":
      return [atomKey(atom)];
    default:
      return assertNever(atom);
  }
}

function wholeKey({ key, of }: Slot): string {
  return of === undefined ? key : wholeKey(of.slot);
}

/** Of a constant in a list the list. */
function placeOfFlag({ constants }: NotingEncoder, key: string): string {
  return constants.get(key)?.list.key ?? key.replace(/^(?:present|true|has) /, "");
}
