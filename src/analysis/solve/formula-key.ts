import type { Formula } from "../encode/formula.js";

/** What tells formulas apart whose atoms are of one table. */
export type FormulaKey = number | string;

/** Literals of one atom are made again and again, all other formulas are told apart as objects. */
export function formulaKey(formula: Formula): FormulaKey {
  if (formula.kind === "literal") return formula.wanted ? formula.atom.id : -1 - formula.atom.id;
  const known = others.get(formula);
  if (known !== undefined) return known;
  last += 1;
  const key = `#${last}`;
  others.set(formula, key);
  return key;
}

const others = new WeakMap<Formula, string>();
let last = 0;
