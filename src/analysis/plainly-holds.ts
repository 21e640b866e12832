import { assertNever } from "../util/invariant.js";
import { type Atom, isUnknown } from "./encode/atom.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import { termAt } from "./encode/encode-value.js";
import type { Formula, LiteralFormula, QuantifiedFormula } from "./encode/formula.js";
import { contains } from "./encode/interval-set.js";
import { elementPlace, isAncestorsKey, lengthSlot } from "./encode/place.js";
import { type Domain, fullDomain, narrow, settles, type UnaryAtom } from "./solve/domain.js";
import { requestMembers } from "./solve/request-members.js";

/**
 * Whether a formula can hold because each of its parts can, and they speak of different members of the request; or, of one number or address,
 * leave it a value. It is a shortcut past questions whose answer is plain: "no" says nothing.
 */
export function plainlyHolds(encoder: NotingEncoder, formula: Formula): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "literal":
      return canAtomHold(formula.atom);
    case "or":
      return formula.operands.some((operand) => plainlyHolds(encoder, operand));
    case "and":
      return canHoldTogether(formula.operands);
    case "some":
    case "every":
      return canListBe(encoder, formula);
    default:
      return assertNever(formula);
  }
}

/** Whether the type of an atom's place leaves open whether it holds. */
function canAtomHold(atom: Atom): boolean {
  if (atom.kind === "flag") return true;
  return isOfOneValue(atom) && settles(fullDomain(atom.slot), atom) === undefined;
}

function isOfOneValue(atom: Atom): atom is UnaryAtom {
  return atom.kind === "text" || atom.kind === "number" || atom.kind === "address";
}

function canHoldTogether(operands: readonly Formula[]): boolean {
  const byMember = new Map<string, Set<LiteralFormula>>();
  for (const operand of operands) {
    const members = operand.kind === "literal" ? membersOf(operand.atom) : [];
    const [member] = members;
    if (operand.kind !== "literal" || member === undefined || members.length > 1) return false;
    const known = byMember.get(member) ?? new Set<LiteralFormula>();
    byMember.set(member, withLiteral(known, operand));
  }
  return [...byMember].every(([member, literals]) => leavesValue(member, [...literals]));
}

function membersOf(atom: Atom): readonly string[] {
  if (atom.kind === "flag") return isUnknown(atom.key) ? [] : requestMembers(atom.key);
  return isOfOneValue(atom) ? requestMembers(atom.slot.key) : [];
}

/** A literal is made anew wherever it stands. */
function withLiteral(known: Set<LiteralFormula>, { atom, wanted }: LiteralFormula): Set<LiteralFormula> {
  const isKnown = [...known].some((each) => each.atom === atom && each.wanted === wanted);
  return isKnown ? known : known.add({ kind: "literal", atom, wanted });
}

/** Whether all that is asked of a member leaves it a value: that it is there, and of itself one thing, or a few of one number. */
function leavesValue(member: string, literals: readonly LiteralFormula[]): boolean {
  const isPresence = ({ atom, wanted }: LiteralFormula) =>
    atom.kind === "flag" && wanted && atom.key === `present ${member}`;
  const others = literals.filter((each) => !isPresence(each));
  const [first] = others;
  if (first === undefined) return true;
  if (others.length === 1)
    return canAtomHold(first.atom) && (others === literals || !isAbsence(member, first));
  return isLeftByAll(others);
}

function isAbsence(member: string, { atom, wanted }: LiteralFormula): boolean {
  return atom.kind === "flag" && !wanted && atom.key === `present ${member}`;
}

function isLeftByAll(literals: readonly LiteralFormula[]): boolean {
  let domain: Domain | undefined;
  let key: string | undefined;
  for (const { atom, wanted } of literals) {
    if (!isOfOneValue(atom) || atom.kind === "text") return false;
    key ??= atom.slot.key;
    if (atom.slot.key !== key) return false;
    domain = narrow(domain ?? fullDomain(atom.slot), atom, wanted);
    if (domain === undefined) return false;
  }
  return true;
}

/** Whether a list may be empty, where something is asked of every element; else whether one element can be as it is asked. */
function canListBe(encoder: NotingEncoder, { kind, list, body }: QuantifiedFormula): boolean {
  if (list.type.kind !== "List" || isAncestorsKey(list.key)) return false;
  const lengths = fullDomain(lengthSlot(list));
  if (lengths.kind !== "number") return false;
  if (kind === "every") return contains(lengths.set, 0);
  const element = elementPlace(encoder.atoms, list, 0);
  return contains(lengths.set, 1) && plainlyHolds(encoder, body(termAt(encoder, element)));
}
