import type { Atom } from "./atom.js";
import type { Formula } from "./formula.js";

/** The atoms of a formula, each once; not those that quantifiers ask of elements. */
export function atomsOf(formula: Formula): readonly Atom[] {
  const atoms = new Set<Atom>();
  const seen = new Set<Formula>();
  const visit = (each: Formula): void => {
    if (seen.has(each)) return;
    seen.add(each);
    if (each.kind === "literal") atoms.add(each.atom);
    else if (each.kind === "and" || each.kind === "or") each.operands.forEach(visit);
  };
  visit(formula);
  return [...atoms];
}
