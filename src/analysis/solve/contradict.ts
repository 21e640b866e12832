import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula, LiteralFormula } from "../encode/formula.js";
import { fullDomain, narrow, settles } from "./domain.js";
import { isUnary } from "./domain-theory.js";
import { formulaMembers, shareMembers } from "./formula-members.js";
import { apart } from "./refuted.js";
import { search } from "./search.js";
import { shortBudget } from "./search-budget.js";

/**
 * Whether two formulas are soon seen to contradict each other: part by part, as the parts of many rules are the same. That they do not, says
 * nothing. It never hangs on what was asked before.
 */
export function contradict(encoder: NotingEncoder, left: Formula, right: Formula): boolean {
  if (left.kind === "constant") return !left.value;
  if (right.kind === "constant") return !right.value;
  // Of what has nothing to do with each other no parts are looked at.
  if (!mayMeet(left, right)) return false;
  if (right.kind === "and") return right.operands.some((operand) => contradict(encoder, left, operand));
  if (right.kind === "or") return right.operands.every((operand) => contradict(encoder, left, operand));
  if (left.kind === "and") return left.operands.some((operand) => contradict(encoder, operand, right));
  if (left.kind === "or") return left.operands.every((operand) => contradict(encoder, operand, right));
  const settled =
    left.kind === "literal" && right.kind === "literal" ? settledByDomain(left, right) : undefined;
  return settled ?? contradictInSearch(encoder, left, right);
}

/** What the sets of values say of two literals of one slot; undefined where they do not tell. */
function settledByDomain(left: LiteralFormula, right: LiteralFormula): boolean | undefined {
  if (left.atom === right.atom) return left.wanted !== right.wanted;
  if (left.atom.kind === "flag" && right.atom.kind === "flag") return undefined;
  if (!isUnary(left.atom) || !isUnary(right.atom) || left.atom.slot.key !== right.atom.slot.key)
    return undefined;
  const domain = narrow(fullDomain(left.atom.slot), left.atom, left.wanted);
  if (domain === undefined) return true;
  const held = settles(domain, right.atom);
  if (held !== undefined) return held !== right.wanted;
  return left.atom.kind === "text" ? undefined : false;
}

function mayMeet(left: Formula, right: Formula): boolean {
  const [ofLeft, ofRight] = [formulaMembers(left), formulaMembers(right)];
  return ofLeft === undefined || ofRight === undefined || shareMembers(ofLeft, ofRight);
}

function contradictInSearch(encoder: NotingEncoder, left: Formula, right: Formula): boolean {
  const memory = memories.get(encoder.truthOf) ?? { encoder, found: new WeakMap() };
  memories.set(encoder.truthOf, memory);
  const ofLeft = memory.found.get(left) ?? new WeakMap<Formula, boolean>();
  memory.found.set(left, ofLeft);
  const found = ofLeft.get(right) ?? areExclusive(memory.encoder, left, right);
  ofLeft.set(right, found);
  return found;
}

interface Contradictions {
  /** The first encoder stands for all that make the same formulas: nothing of later versions is kept. */
  readonly encoder: NotingEncoder;
  readonly found: WeakMap<Formula, WeakMap<Formula, boolean>>;
}

const memories = new WeakMap<NotingEncoder["truthOf"], Contradictions>();

function areExclusive(encoder: NotingEncoder, left: Formula, right: Formula): boolean {
  const goal: Formula = { kind: "and", operands: [left, right] };
  const options = { budget: shortBudget, isSketch: true };
  return apart(() => search(encoder, goal, () => false, options)).kind === "none";
}
