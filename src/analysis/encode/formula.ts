import type { Atom } from "./atom.js";
import type { ListPlace } from "./place.js";
import { type Term, termKey } from "./term.js";

/**
 * A statement of two-valued logic about a request. Whether a test of the decision graph is true, false or an error, are three statements:
 * errors and absence are spelt out, so nothing of Kleene's logic is left in them.
 */
export type Formula = ConstantFormula | LiteralFormula | JunctionFormula | QuantifiedFormula;

/** True or false, whatever the request. */
export interface ConstantFormula {
  readonly kind: "constant";
  readonly value: boolean;
}

/** That an atom holds, or does not. */
export interface LiteralFormula {
  readonly kind: "literal";
  readonly atom: Atom;
  readonly wanted: boolean;
}

export interface JunctionFormula {
  readonly kind: "and" | "or";
  readonly operands: readonly Formula[];
}

/** Of some, or of every, element of a list (or key of a map). Spelt out, element by element, when a question is put. */
export interface QuantifiedFormula {
  readonly kind: "some" | "every";
  readonly list: ListPlace;
  readonly body: (element: Term) => Formula;
}

export const yes: ConstantFormula = { kind: "constant", value: true };
export const no: ConstantFormula = { kind: "constant", value: false };

/** That an atom holds, or does not. */
export function literal(atom: Atom, wanted = true): LiteralFormula {
  return { kind: "literal", atom, wanted };
}

/** That all of them hold. */
export function and(...operands: readonly Formula[]): Formula {
  return junction("and", operands, no, yes);
}

/** What all have to hold for a formula to hold. */
export function conjunctsOf(formula: Formula): readonly Formula[] {
  return formula.kind === "and" ? formula.operands : [formula];
}

/** That one of them holds. */
export function or(...operands: readonly Formula[]): Formula {
  return junction("or", operands, yes, no);
}

function junction(
  kind: "and" | "or",
  operands: readonly Formula[],
  zero: ConstantFormula,
  one: ConstantFormula,
): Formula {
  if (operands.length < 3) {
    const [first = one, second = one] = operands;
    if (second === one) return first;
    if (first === one) return second;
  }
  const kept = new Set<Formula>();
  for (const operand of operands) {
    if (operand.kind !== kind) kept.add(operand);
    else for (const each of operand.operands) kept.add(each);
  }
  kept.delete(one);
  if (kept.has(zero)) return zero;
  const [only] = kept;
  if (only === undefined) return one;
  return kept.size === 1 ? only : { kind, operands: [...kept] };
}

/** That some, or every, element of a list is such and such. What is said of one element is made once. */
export function quantified(
  kind: QuantifiedFormula["kind"],
  list: ListPlace,
  body: (element: Term) => Formula,
): QuantifiedFormula {
  const known = new Map<string, Formula>();
  const bodyOf = (element: Term): Formula => {
    const key = termKey(element);
    const formula = known.get(key) ?? body(element);
    known.set(key, formula);
    return formula;
  };
  return { kind, list, body: bodyOf };
}

/** That a formula does not hold. */
export function negate(formula: Formula): Formula {
  switch (formula.kind) {
    case "constant":
      return formula.value ? no : yes;
    case "literal":
      return literal(formula.atom, !formula.wanted);
    case "and":
      return or(...formula.operands.map(negate));
    case "or":
      return and(...formula.operands.map(negate));
    case "some":
    case "every":
      return quantified(formula.kind === "some" ? "every" : "some", formula.list, (element) =>
        negate(formula.body(element)),
      );
  }
}
