import type { AtomTable, LinearAtom, NumberAtom, Slot } from "./atom.js";
import { and, type Formula, literal, no, yes } from "./formula.js";
import { complement, doubles, type IntervalSet, integers, interval, type Scale } from "./interval-set.js";
import type { NumberTerm, Term } from "./term.js";

/** How two numbers are compared. */
export type NumberOperator = "<" | "<=" | ">" | ">=" | "==";

/** A term as a sum, if it is a number. */
export function asNumber(term: Term): NumberTerm | undefined {
  if (term.kind === "number") return term;
  return term.kind === "constant" && typeof term.value === "number" && term.type !== "Ip"
    ? { kind: "number", terms: [], constant: term.value }
    : undefined;
}

/** A number of the request by itself. */
export function slotNumber(slot: Slot): NumberTerm {
  return { kind: "number", terms: [{ slot, factor: 1 }], constant: 0 };
}

/** `left + factor * right` */
export function addNumbers(left: NumberTerm, right: NumberTerm, factor: number): NumberTerm {
  const sum = new Map<string, LinearSummand>(left.terms.map((each) => [each.slot.key, each]));
  for (const { slot, factor: times } of right.terms)
    sum.set(slot.key, { slot, factor: (sum.get(slot.key)?.factor ?? 0) + factor * times });
  const terms = [...sum.values()]
    .filter((each) => each.factor !== 0)
    .sort((a, b) => (a.slot.key < b.slot.key ? -1 : 1));
  return { kind: "number", terms, constant: left.constant + factor * right.constant };
}

type LinearSummand = NumberTerm["terms"][number];

/** `factor * term` */
export function multiplyNumber(term: NumberTerm, factor: number): NumberTerm {
  return addNumbers({ kind: "number", terms: [], constant: 0 }, term, factor);
}

/** That two numbers compare so. */
export function compareNumbers(
  atoms: AtomTable,
  operator: NumberOperator,
  left: NumberTerm,
  right: NumberTerm,
): Formula {
  const difference = addNumbers(left, right, -1);
  switch (operator) {
    case "<":
      return atMostZero(atoms, difference, true);
    case "<=":
      return atMostZero(atoms, difference, false);
    case ">":
      return atMostZero(atoms, multiplyNumber(difference, -1), true);
    case ">=":
      return atMostZero(atoms, multiplyNumber(difference, -1), false);
    case "==":
      return equalsZero(atoms, difference);
  }
}

/** The numbers that a slot's type has. */
export function scaleOf({ type }: Slot): Scale<number> {
  return type.kind === "Number" ? doubles : integers;
}

function equalsZero(atoms: AtomTable, sum: NumberTerm): Formula {
  const [only, ...others] = sum.terms;
  if (only === undefined) return sum.constant === 0 ? yes : no;
  if (others.length > 0)
    return and(atMostZero(atoms, sum, false), atMostZero(atoms, multiplyNumber(sum, -1), false));
  const value = -sum.constant / only.factor;
  const scale = scaleOf(only.slot);
  return scale === integers && !Number.isInteger(value)
    ? no
    : inIntervals(atoms, only.slot, interval(scale, value, value));
}

/** That a number lies in a set of intervals. */
export function inIntervals(atoms: AtomTable, slot: Slot, set: IntervalSet<number>): Formula {
  if (set.length === 0) return no;
  if (complement(scaleOf(slot), set).length === 0) return yes;
  return literal(atoms.atom<NumberAtom>({ kind: "number", slot, set }));
}

/** That a sum is at most zero, or below it. */
function atMostZero(atoms: AtomTable, sum: NumberTerm, strict: boolean): Formula {
  const [only, ...others] = sum.terms;
  if (only === undefined) return (strict ? sum.constant < 0 : sum.constant <= 0) ? yes : no;
  if (others.length === 0) return boundOf(atoms, only.slot, only.factor, -sum.constant, strict);
  const divisor = sum.terms.reduce((result, { factor }) => greatestDivisor(result, Math.abs(factor)), 0);
  const terms = sum.terms.map(({ slot, factor }) => ({ slot, factor: factor / divisor }));
  const whole = terms.every(({ slot }) => scaleOf(slot) === integers);
  const bound = -sum.constant / divisor;
  // Of integers, `x < 3` is `x <= 2`.
  const shape = whole
    ? { bound: strict ? Math.ceil(bound) - 1 : Math.floor(bound), strict: false }
    : { bound, strict };
  return linearLiteral(atoms, terms, shape);
}

/** `x - y <= 3` and `y - x <= -4` are each other's negation: one atom stands for both. */
function linearLiteral(
  atoms: AtomTable,
  terms: LinearAtom["terms"],
  { bound, strict }: { readonly bound: number; readonly strict: boolean },
): Formula {
  if ((terms[0]?.factor ?? 0) > 0)
    return literal(atoms.atom<LinearAtom>({ kind: "linear", terms, bound, strict }));
  const whole = terms.every(({ slot }) => scaleOf(slot) === integers);
  const opposite = terms.map(({ slot, factor }) => ({ slot, factor: -factor }));
  const shape = whole ? { bound: -bound - 1, strict: false } : { bound: -bound, strict: !strict };
  return literal(atoms.atom<LinearAtom>({ kind: "linear", terms: opposite, ...shape }), false);
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestDivisor(right, left % right);
}

/** That `factor * x` is at most `bound`, or below it. */
function boundOf(atoms: AtomTable, slot: Slot, factor: number, bound: number, strict: boolean): Formula {
  const scale = scaleOf(slot);
  const limit = bound / factor;
  const set =
    factor > 0
      ? interval(scale, scale.minimum, highest(scale, limit, strict))
      : interval(scale, lowest(scale, limit, strict), scale.maximum);
  return inIntervals(atoms, slot, set);
}

function highest(scale: Scale<number>, limit: number, strict: boolean): number {
  if (scale === integers) return strict ? Math.ceil(limit) - 1 : Math.floor(limit);
  return strict ? scale.before(limit) : limit;
}

function lowest(scale: Scale<number>, limit: number, strict: boolean): number {
  if (scale === integers) return strict ? Math.floor(limit) + 1 : Math.ceil(limit);
  return strict ? scale.after(limit) : limit;
}

/** That a number lies between two others, both ends included. */
export function betweenNumbers(
  atoms: AtomTable,
  value: NumberTerm,
  minimum: NumberTerm,
  maximum: NumberTerm,
): Formula {
  return and(compareNumbers(atoms, ">=", value, minimum), compareNumbers(atoms, "<=", value, maximum));
}
