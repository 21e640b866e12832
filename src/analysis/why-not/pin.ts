import { parseCidr } from "../../runtime/ip.js";
import { assertNever } from "../../util/invariant.js";
import type { JsonObject } from "../../util/json-object.js";
import {
  type Atom,
  atomKey,
  type FlagAtom,
  idSlotsOf,
  type LinearAtom,
  type RelatedAtom,
  type RelationAtom,
  type SameAtom,
  type Slot,
  type TextAtom,
} from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { definitionOf } from "../encode/encode-relation.js";
import { withinLanguage } from "../encode/encode-test.js";
import { termAt } from "../encode/encode-value.js";
import type { SlotValue } from "../encode/evaluate-formula.js";
import {
  and,
  type Formula,
  literal,
  negate,
  no,
  or,
  type QuantifiedFormula,
  yes,
} from "../encode/formula.js";
import { addresses, contains, interval } from "../encode/interval-set.js";
import { addNumbers, compareNumbers, slotNumber } from "../encode/linear.js";
import { elementKey } from "../encode/place.js";
import type { NumberTerm, Term } from "../encode/term.js";
import { addressesOf, isAddressIn, isInLanguage, isOneOf } from "../encode/text-tests.js";
import { accepts } from "../texts/language.js";
import { answerAt } from "./answer-at.js";
import { questionOf } from "./relation-units.js";
import type { Fact, RequestFacts } from "./request-facts.js";
import { factValue, slotValue } from "./slot-value.js";

/** What of a request stays as it is. */
export interface Pins extends RequestFacts {
  readonly encoder: NotingEncoder;
  /** Whether what stands at a key stays. */
  isPinned(key: string): boolean;
  readonly request: JsonObject;
  /** Whether what is known of some relation may be otherwise: then what else is known has to fit. */
  readonly isRelating: boolean;
}

/**
 * A formula about all requests as one about those that are like a given one in all that is pinned: atoms that the request settles are
 * replaced by what they come to, and what is left speaks of the rest alone.
 */
export function pin(pins: Pins, formula: Formula): Formula {
  const known = new Map<Formula, Formula>();
  const left = new Map<string, Formula>();
  const visit = (each: Formula): Formula => {
    const done = known.get(each) ?? pinOne(pins, each, visit, left);
    known.set(each, done);
    return done;
  };
  const result = visit(formula);
  return result === no ? no : and(result, ...left.values());
}

function pinOne(
  pins: Pins,
  formula: Formula,
  visit: (each: Formula) => Formula,
  left: Map<string, Formula>,
): Formula {
  switch (formula.kind) {
    case "constant":
      return formula;
    case "literal": {
      const settled = pinAtom(pins, formula.atom, left);
      return formula.wanted ? settled : negate(settled);
    }
    case "and":
      return and(...formula.operands.map(visit));
    case "or":
      return or(...formula.operands.map(visit));
    case "some":
    case "every":
      return pinQuantified(pins, formula, visit);
    default:
      return assertNever(formula);
  }
}

/** Of a list that stays, the elements are known: there is nothing to be quantified over. */
function pinQuantified(
  pins: Pins,
  { kind, list, body }: QuantifiedFormula,
  visit: (each: Formula) => Formula,
): Formula {
  const elements = pins.isPinned(list.key) ? elementsOf(pins, list.key) : undefined;
  if (elements === undefined) return { kind, list, body: (element) => visit(body(element)) };
  const bodies = elements.map((element) => visit(body(element)));
  return kind === "some" ? or(...bodies) : and(...bodies);
}

const mostElements = 1_000;

function elementsOf({ facts, encoder }: Pins, key: string): readonly Term[] | undefined {
  const fact = facts.get(key);
  if (fact?.kind === "absent") return [];
  if (fact?.kind === "map") return fact.keys.map((value) => ({ kind: "constant", type: "String", value }));
  if (fact?.kind !== "list" || fact.length > mostElements) return undefined;
  const type = fact.element;
  return Array.from({ length: fact.length }, (_, index): Term => {
    const place = { key: elementKey(key, index), type, presence: yes };
    const element = facts.get(place.key);
    return element?.kind === "scalar"
      ? { kind: "constant", type: type.kind, value: element.value }
      : termAt(encoder, place);
  });
}

function pinAtom(pins: Pins, atom: Atom, left: Map<string, Formula>): Formula {
  switch (atom.kind) {
    case "flag":
      return settled(atom, pinFlag(pins, atom));
    case "text":
      return settled(atom, pinText(atom, pinnedValue(pins, atom.slot)));
    case "number": {
      const value = pinnedValue(pins, atom.slot);
      return settled(atom, typeof value === "number" ? contains(atom.set, value) : undefined);
    }
    case "address": {
      const value = pinnedValue(pins, atom.slot);
      return settled(atom, typeof value === "bigint" ? contains(atom.set, value) : undefined);
    }
    case "linear":
      return pinSum(pins, atom);
    case "same":
      return pinSame(pins, atom);
    case "related":
      return pinRelated(pins, atom, left);
    case "relation":
      return pinRelation(pins, atom, left);
    default:
      return assertNever(atom);
  }
}

/** By the answer that came with the request. What nobody knows stays open, and so does what is asked for to be otherwise. */
function pinRelation(pins: Pins, atom: RelationAtom, left: Map<string, Formula>): Formula {
  const key = atomKey(atom);
  const question = pins.isPinned(key) ? questionOf(pins.facts, atom) : undefined;
  const answer = question && answerAt(pins.request, question);
  if (answer === undefined || pins.isRelating) pinParties(pins, atom, left);
  if (answer === undefined) return literal(atom);
  const definition = pins.isRelating ? definitionOf(pins.encoder, atom) : undefined;
  if (definition) left.set(key, answer === "yes" ? definition : negate(definition));
  return answer === "yes" ? yes : no;
}

/** It stays a relation of the same entities. */
function pinParties(pins: Pins, atom: RelationAtom, left: Map<string, Formula>): void {
  for (const slot of idSlotsOf(atom)) {
    const stays = isValue(pins, slot, pinnedValue(pins, slot));
    if (stays !== undefined) left.set(slot.key, stays);
  }
}

function settled(atom: Atom, value: boolean | undefined): Formula {
  return value === undefined ? literal(atom) : value ? yes : no;
}

function pinnedValue(pins: Pins, slot: Slot): SlotValue | undefined {
  return pins.isPinned(wholeOf(slot).key) ? slotValue(pins.facts, slot) : undefined;
}

function wholeOf(slot: Slot): Slot {
  return slot.of === undefined ? slot : wholeOf(slot.of.slot);
}

function pinText({ bounds }: TextAtom, value: SlotValue | undefined): boolean | undefined {
  if (typeof value !== "string") return undefined;
  if (accepts(bounds.lower, value)) return true;
  return accepts(bounds.upper, value) ? undefined : false;
}

/** Flags by what their keys start with; one that this does not know is left as it is. */
function pinFlag(pins: Pins, { key, of }: FlagAtom): boolean | undefined {
  const [, kind, place = ""] = /^(present|true|has) (.*)$/s.exec(key) ?? [];
  switch (kind) {
    case "present":
      if (of !== undefined) return pinPart(pins, of, place);
      return pins.isPinned(place) ? isThere(pins.facts.get(place)) : undefined;
    case "true": {
      const fact = pins.isPinned(place) ? pins.facts.get(place) : undefined;
      return fact?.kind === "scalar" ? fact.value === true : undefined;
    }
    case "has":
      return pinElement(pins, key);
    default:
      return undefined;
  }
}

function isThere(fact: Fact | undefined): boolean {
  return fact !== undefined && fact.kind !== "absent";
}

function pinPart(pins: Pins, of: Slot, key: string): boolean | undefined {
  if (!pins.isPinned(wholeOf(of).key) || slotValue(pins.facts, of) === undefined) return undefined;
  const part = key.endsWith("#port") ? "port" : "ip";
  return slotValue(pins.facts, { key, type: of.type, kind: "number", of: { slot: of, part } }) !== undefined;
}

/** Whether a list that stays has a constant. */
function pinElement({ facts, encoder, isPinned }: Pins, flag: string): boolean | undefined {
  const constant = encoder.constants.get(flag);
  if (constant === undefined || !isPinned(constant.list.key)) return undefined;
  const { list, term } = constant;
  const fact = facts.get(list.key);
  if (fact?.kind === "absent") return false;
  if (fact?.kind !== "list") return undefined;
  const elements = Array.from({ length: fact.length }, (_, index) => facts.get(elementKey(list.key, index)));
  return elements.some((element) => element !== undefined && isTerm(element, term));
}

function isTerm(fact: Fact, term: Extract<Term, { kind: "constant" | "entity" }>): boolean {
  if (term.kind === "entity") return fact.kind === "entity" && fact.type === term.type && fact.id === term.id;
  if (fact.kind !== "scalar") return false;
  if (typeof term.value === "boolean") return fact.value === term.value;
  const own = factValue(fact);
  return own !== undefined && own === factValue({ ...fact, value: term.value });
}

function pinSum(pins: Pins, atom: LinearAtom): Formula {
  let sum: NumberTerm = { kind: "number", terms: [], constant: -atom.bound };
  for (const { slot, factor } of atom.terms) {
    const value = pinnedValue(pins, slot);
    const term: NumberTerm =
      typeof value === "number" ? { kind: "number", terms: [], constant: value } : slotNumber(slot);
    sum = addNumbers(sum, term, factor);
  }
  if (sum.terms.length === atom.terms.length) return literal(atom);
  const zero: NumberTerm = { kind: "number", terms: [], constant: 0 };
  return compareNumbers(pins.encoder.atoms, atom.strict ? "<" : "<=", sum, zero);
}

function pinSame(pins: Pins, atom: SameAtom): Formula {
  const [left, right] = [pinnedValue(pins, atom.left), pinnedValue(pins, atom.right)];
  if (left !== undefined && right !== undefined) return left === right ? yes : no;
  if (left === undefined && right === undefined) return literal(atom);
  return isValue(pins, left === undefined ? atom.left : atom.right, left ?? right) ?? literal(atom);
}

function isValue({ encoder }: Pins, slot: Slot, value: SlotValue | undefined): Formula | undefined {
  if (typeof value === "string") return isOneOf(encoder.atoms, slot, [value]);
  if (typeof value !== "bigint") return undefined;
  return isAddressIn(encoder.atoms, slot, interval(addresses, value, value));
}

/** What lies within a base that stays is a set. Where only the other one stays, it is said of it what it is. */
function pinRelated(pins: Pins, atom: RelatedAtom, left: Map<string, Formula>): Formula {
  const base = pinnedValue(pins, atom.right);
  const value = pinnedValue(pins, atom.left);
  if (typeof base === "string") return pinWithin(pins, atom, base, value);
  const stays = isValue(pins, atom.left, value);
  if (stays !== undefined) left.set(atom.left.key, stays);
  return literal(atom);
}

function pinWithin(
  { encoder }: Pins,
  atom: RelatedAtom,
  base: string,
  value: SlotValue | undefined,
): Formula {
  if (atom.relation === "in network") {
    const block = parseCidr(base);
    if (block === undefined) return literal(atom);
    const set = addressesOf([block]);
    return typeof value === "bigint"
      ? settled(atom, contains(set, value))
      : isAddressIn(encoder.atoms, atom.left, set);
  }
  const language = withinLanguage(atom.relation === "within path" ? "Path" : "Host", base);
  if (typeof value === "string") return settled(atom, accepts(language, value));
  return isInLanguage(encoder.atoms, atom.left, language);
}
