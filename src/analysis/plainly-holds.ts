import { assertNever } from "../util/invariant.js";
import { type Atom, isUnknown, type Slot } from "./encode/atom.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import { termAt } from "./encode/encode-value.js";
import { conjunctsOf, type Formula, type LiteralFormula, type QuantifiedFormula } from "./encode/formula.js";
import { contains } from "./encode/interval-set.js";
import { elementPlace, isAncestorsKey, lengthSlot } from "./encode/place.js";
import { liftOnce } from "./solve/derived-texts.js";
import { type Domain, fullDomain, narrow, settles, type UnaryAtom } from "./solve/domain.js";
import { requestMembers } from "./solve/request-members.js";
import { accepts, type Language, samplesOf } from "./texts/language.js";
import { isPlainText } from "./texts/seeds.js";

/**
 * Whether a formula can hold because each of its parts can, and they speak of different members of the request; or, of one number or address,
 * leave it a value. It is a shortcut past questions whose answer is plain: "no" says nothing.
 */
export function plainlyHolds(encoder: NotingEncoder, formula: Formula): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "literal":
      return canLiteralHold(formula);
    case "or":
      return formula.operands.some((operand) => plainlyHolds(encoder, operand));
    case "and":
      return canHoldTogether(encoder, formula.operands, new Set());
    case "some":
    case "every":
      return canListBe(encoder, formula, (body) => plainlyHolds(encoder, body));
    default:
      return assertNever(formula);
  }
}

/** Whether the type of an atom's place leaves open whether it holds. */
function canLiteralHold({ atom, wanted }: LiteralFormula): boolean {
  if (atom.kind === "flag") return true;
  if (!isOfOneValue(atom) || settles(fullDomain(atom.slot), atom) !== undefined) return false;
  if (atom.kind === "text") return !wanted || isPartOfSome(atom.slot, atom.bounds.lower);
  return isWithinBoundsAlone(atom.slot);
}

/** Whether nothing but bounds is asked of a number: how long a text may be, its form says, too. */
function isWithinBoundsAlone({ of }: Slot): boolean {
  if (of?.part !== "length") return true;
  return of.slot.type.kind === "String" && of.slot.type.pattern === undefined;
}

/** Whether it is plain that some value of a text's whole has a part in a language, if the text is part of another one. */
function isPartOfSome({ of }: Slot, inside: Language): boolean {
  if (of === undefined) return true;
  const whole = liftOnce(of.part, inside, of.slot.type.kind === "Url").lower;
  const isValue = (sample: string) => isPlainText(of.slot.type, sample) && accepts(whole, sample);
  return samplesOf(whole).some(isValue) && isPartOfSome(of.slot, whole);
}

function isOfOneValue(atom: Atom): atom is UnaryAtom {
  return atom.kind === "text" || atom.kind === "number" || atom.kind === "address";
}

/** Whether all can hold, by members of the request that are not taken yet. They are then, and if not, some may be. */
function canHoldTogether(encoder: NotingEncoder, operands: readonly Formula[], taken: Set<string>): boolean {
  const byMember = new Map<string, Set<LiteralFormula>>();
  for (const operand of operands) {
    if (operand.kind !== "literal") continue;
    const [member, ...others] = membersOf(operand.atom);
    if (member === undefined || others.length > 0 || taken.has(member)) return false;
    const known = byMember.get(member) ?? new Set<LiteralFormula>();
    byMember.set(member, withLiteral(known, operand));
  }
  if (![...byMember].every(([member, literals]) => leavesValue(member, [...literals]))) return false;
  for (const member of byMember.keys()) taken.add(member);
  return operands.every((operand) => operand.kind === "literal" || canHoldApart(encoder, operand, taken));
}

function canHoldApart(encoder: NotingEncoder, formula: Formula, taken: Set<string>): boolean {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "literal":
    case "and":
      return canHoldTogether(encoder, conjunctsOf(formula), taken);
    case "or":
      return formula.operands.some((operand) => canHoldApart(encoder, operand, taken));
    case "some":
    case "every": {
      const members = requestMembers(formula.list.key);
      if (members.length !== 1 || members.some((member) => taken.has(member))) return false;
      if (!canListBe(encoder, formula, (body) => canHoldApart(encoder, body, taken))) return false;
      for (const member of members) taken.add(member);
      return true;
    }
    default:
      return assertNever(formula);
  }
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
  if (others.length === 1) return canLiteralHold(first) && (others === literals || !isAbsence(member, first));
  return isLeftByAll(others);
}

function isAbsence(member: string, { atom, wanted }: LiteralFormula): boolean {
  return atom.kind === "flag" && !wanted && atom.key === `present ${member}`;
}

function isLeftByAll(literals: readonly LiteralFormula[]): boolean {
  let domain: Domain | undefined;
  let key: string | undefined;
  for (const { atom, wanted } of literals) {
    if (!isOfOneValue(atom) || atom.kind === "text" || !isWithinBoundsAlone(atom.slot)) return false;
    key ??= atom.slot.key;
    if (atom.slot.key !== key) return false;
    domain = narrow(domain ?? fullDomain(atom.slot), atom, wanted);
    if (domain === undefined) return false;
  }
  return true;
}

/** Whether a list may be empty, where something is asked of every element; else whether one element can be as it is asked. */
function canListBe(
  encoder: NotingEncoder,
  { kind, list, body }: QuantifiedFormula,
  canHold: (body: Formula) => boolean,
): boolean {
  if (list.type.kind !== "List" || isAncestorsKey(list.key)) return false;
  const lengths = fullDomain(lengthSlot(list));
  if (lengths.kind !== "number") return false;
  if (kind === "every") return contains(lengths.set, 0);
  const element = body(termAt(encoder, elementPlace(encoder.atoms, list, 0)));
  return contains(lengths.set, 1) && !speaksOf(lengthSlot(list), element) && canHold(element);
}

/** Whether a formula asks something of a number: of how long a list is, say, whose elements it is about. */
function speaksOf(slot: Slot, formula: Formula): boolean {
  switch (formula.kind) {
    case "literal":
      return isOfOneValue(formula.atom) && formula.atom.slot.key === slot.key;
    case "and":
    case "or":
      return formula.operands.some((operand) => speaksOf(slot, operand));
    default:
      return false;
  }
}
