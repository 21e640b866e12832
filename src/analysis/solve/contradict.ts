import type { NotingEncoder } from "../encode/create-encoder.js";
import type { Formula, LiteralFormula } from "../encode/formula.js";
import { areRefuted } from "./conjunct-models.js";
import { fullDomain, narrow, settles } from "./domain.js";
import { isUnary } from "./domain-theory.js";
import { formulaMembers, shareMembers } from "./formula-members.js";

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
  return settled ?? areRefuted(encoder, [left, right]);
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

/** Whether two formulas may have to do with each other. */
export function mayMeet(left: Formula, right: Formula): boolean {
  const [ofLeft, ofRight] = [formulaMembers(left), formulaMembers(right)];
  return ofLeft === undefined || ofRight === undefined || shareMembers(ofLeft, ofRight);
}
