import type { ValueNode } from "../../ir/node.js";
import type { FlagAtom } from "./atom.js";
import { casesOf } from "./encode-value.js";
import type { Encoder } from "./encoder.js";
import { and, type Formula, literal, negate, no, or, quantified, yes } from "./formula.js";
import { asNumber, compareNumbers } from "./linear.js";
import { eitherOf } from "./merge.js";
import { idSlot, isAncestorsKey, type Place, typeSlot } from "./place.js";
import { type ConstantTerm, constantName, plainConstant, type Term } from "./term.js";
import { isAddressIn, isOneOf, isSame, oneAddress } from "./text-tests.js";

/** That two values are equal; undefined where no formula says it. */
export function isEqual(
  encoder: Encoder,
  left: Term | undefined,
  right: Term | undefined,
): Formula | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [first, second] = [asNumber(left), asNumber(right)];
  if (first && second) return compareNumbers(encoder.atoms, "==", first, second);
  if (left.kind === "constant" && right.kind !== "constant") return isEqual(encoder, right, left);
  if (left.kind === "truth") return isTruth(left.formula, right);
  if (isEntity(left) && isEntity(right)) return isSameEntity(encoder, left, right);
  if (left.kind === "slot") return isSlotEqual(encoder, left, right);
  if (left.kind !== "constant" || right.kind !== "constant") return undefined;
  return plainConstant(left) === plainConstant(right) ? yes : no;
}

function isTruth(formula: Formula, other: Term): Formula | undefined {
  if (other.kind === "constant") return other.value === true ? formula : negate(formula);
  if (other.kind !== "truth") return undefined;
  return or(and(formula, other.formula), and(negate(formula), negate(other.formula)));
}

type EntityTerm = Extract<Term, { readonly kind: "entity" | "place" }>;

function isEntity(term: Term): term is EntityTerm {
  return term.kind === "entity" || (term.kind === "place" && term.place.type.kind === "Entity");
}

/** Entities are the same by type and id. */
function isSameEntity(encoder: Encoder, left: EntityTerm, right: EntityTerm): Formula | undefined {
  const types = isEqual(encoder, typeOf(left), typeOf(right));
  const ids = isEqual(encoder, idOf(left), idOf(right));
  return types && ids && and(types, ids);
}

function typeOf(term: EntityTerm): Term {
  if (term.kind === "entity") return { kind: "constant", type: "String", value: term.type };
  const [only, ...others] = term.place.type.kind === "Entity" ? term.place.type.names : [];
  return only !== undefined && others.length === 0
    ? { kind: "constant", type: "String", value: only }
    : { kind: "slot", slot: typeSlot(term.place) };
}

function idOf(term: EntityTerm): Term {
  return term.kind === "entity"
    ? { kind: "constant", type: "String", value: term.id }
    : { kind: "slot", slot: idSlot(term.place) };
}

function isSlotEqual(
  { atoms }: Encoder,
  { slot }: Extract<Term, { readonly kind: "slot" }>,
  other: Term,
): Formula | undefined {
  if (other.kind === "slot")
    return slot.kind === other.slot.kind ? isSame(atoms, slot, other.slot) : undefined;
  if (other.kind !== "constant") return undefined;
  if (slot.kind === "text") return isOneOf(atoms, slot, [String(plainConstant(other))]);
  return typeof other.value === "number" || typeof other.value === "bigint"
    ? isAddressIn(atoms, slot, oneAddress(other.value))
    : undefined;
}

/** That a list has an element; undefined where no formula says it. */
export function listHas(encoder: Encoder, list: Term, element: Term): Formula | undefined {
  if (list.kind === "list") return constantHas(encoder, list.elements, element);
  if (list.kind !== "place") return undefined;
  if (element.kind === "constant" || (element.kind === "entity" && isAncestorsKey(list.place.key)))
    return placeHas(encoder, list.place, element);
  // Some element is the value: one of the request, or an entity, of which more can be asked than which it is.
  return quantified(
    "some",
    list.place,
    (each) => isEqual(encoder, each, element) ?? literal(encoder.atoms.unknown()),
  );
}

/** A value in a list of the policy. */
function constantHas(encoder: Encoder, elements: readonly ValueNode[], value: Term): Formula | undefined {
  const formulas: Formula[] = [];
  for (const { guard, term } of elements.flatMap((node) => casesOf(encoder, node))) {
    const equal = isEqual(encoder, term, value);
    if (equal === undefined) return undefined;
    formulas.push(and(guard, equal));
  }
  return eitherOf(encoder.atoms, formulas);
}

/** A constant in a list of the request: a flag, unless the elements' type excludes it. */
function placeHas(
  encoder: Encoder,
  list: Place,
  element: ConstantTerm | Extract<Term, { kind: "entity" }>,
): Formula {
  const type = list.type.kind === "List" ? list.type.element : undefined;
  if (
    type?.kind === "Literals" &&
    element.kind === "constant" &&
    !type.values.includes(String(element.value))
  )
    return no;
  if (type?.kind === "Entity" && element.kind === "entity" && !type.names.includes(element.type)) return no;
  const name = element.kind === "entity" ? JSON.stringify([element.type, element.id]) : constantName(element);
  const key = `has ${list.key} ${name}`;
  encoder.noteConstant(list, element, key);
  return literal(encoder.atoms.atom<FlagAtom>({ kind: "flag", key }));
}
