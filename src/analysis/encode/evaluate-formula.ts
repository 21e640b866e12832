import { emailDomain, emailLocal } from "../../runtime/email.js";
import { hostIp, hostWithin } from "../../runtime/host.js";
import { parseCidr } from "../../runtime/ip.js";
import { pathWithin } from "../../runtime/path.js";
import { codePointLength, lowerAscii } from "../../runtime/text.js";
import { timeHour, timeWeekday } from "../../runtime/time.js";
import { parseUrl } from "../../runtime/url.js";
import { assertNever } from "../../util/invariant.js";
import { accepts } from "../texts/language.js";
import type { Atom, LinearAtom, RelatedAtom, RelationAtom, SameAtom, Slot } from "./atom.js";
import type { AtomValues } from "./atom-values.js";
import type { Formula, QuantifiedFormula } from "./formula.js";
import { contains } from "./interval-set.js";
import type { Term } from "./term.js";
import { addressesOf, addressNumber } from "./text-tests.js";

/** The value of a slot: a text, a number, or where an address stands in the order of all. */
export type SlotValue = string | number | bigint;

/** A request, as far as formulas ask for it. What is undefined is not known. */
export interface RequestReader {
  flag(key: string): boolean | undefined;
  value(slot: Slot): SlotValue | undefined;
  fact(atom: RelationAtom): boolean | undefined;
  /** The members of a list that are there; undefined where that is not known. */
  elements(formula: QuantifiedFormula): readonly Term[] | undefined;
  /** Which atoms are known to hold, or not to: where many formulas are evaluated on one request, each atom is once. */
  readonly atoms?: AtomValues;
}

/** Whether a formula holds for a request; undefined where that is not known. */
export function evaluateFormula(formula: Formula, request: RequestReader): boolean | undefined {
  switch (formula.kind) {
    case "constant":
      return formula.value;
    case "literal": {
      const value = atomValue(formula.atom, request);
      return value === undefined ? undefined : value === formula.wanted;
    }
    case "and":
      return junction(formula.operands, false, request);
    case "or":
      return junction(formula.operands, true, request);
    case "some":
    case "every": {
      const bodies = request.elements(formula)?.map((element) => formula.body(element));
      return bodies && junction(bodies, formula.kind === "some", request);
    }
    default:
      return assertNever(formula);
  }
}

function atomValue(atom: Atom, request: RequestReader): boolean | undefined {
  const { atoms } = request;
  const known = atoms?.get(atom);
  if (known !== undefined) return known;
  const value = evaluateAtom(atom, request);
  if (value !== undefined) atoms?.set(atom, value);
  return value;
}

function junction(
  operands: readonly Formula[],
  settling: boolean,
  request: RequestReader,
): boolean | undefined {
  let open = false;
  for (const operand of operands) {
    const value = evaluateFormula(operand, request);
    if (value === settling) return settling;
    open ||= value === undefined;
  }
  return open ? undefined : !settling;
}

function evaluateAtom(atom: Atom, request: RequestReader): boolean | undefined {
  switch (atom.kind) {
    case "flag":
      return request.flag(atom.key);
    case "text": {
      const value = request.value(atom.slot);
      if (typeof value !== "string") return undefined;
      const isIn = accepts(atom.bounds.upper, value);
      return isIn === accepts(atom.bounds.lower, value) ? isIn : undefined;
    }
    case "number": {
      const value = request.value(atom.slot);
      return typeof value === "number" ? contains(atom.set, value) : undefined;
    }
    case "address": {
      const value = request.value(atom.slot);
      return typeof value === "bigint" ? contains(atom.set, value) : undefined;
    }
    case "linear":
      return evaluateSum(atom, request);
    case "same":
      return evaluateSame(atom, request);
    case "related":
      return evaluateRelated(atom, request);
    case "relation":
      return request.fact(atom);
    default:
      return assertNever(atom);
  }
}

function evaluateSum({ terms, bound, strict }: LinearAtom, request: RequestReader): boolean | undefined {
  let sum = 0;
  for (const { slot, factor } of terms) {
    const value = request.value(slot);
    if (typeof value !== "number") return undefined;
    sum += factor * value;
  }
  return strict ? sum < bound : sum <= bound;
}

function evaluateSame({ left, right }: SameAtom, request: RequestReader): boolean | undefined {
  const [one, other] = [request.value(left), request.value(right)];
  return one === undefined || other === undefined ? undefined : one === other;
}

function evaluateRelated(
  { relation, left, right }: RelatedAtom,
  request: RequestReader,
): boolean | undefined {
  const [value, base] = [request.value(left), request.value(right)];
  if (value === undefined || typeof base !== "string") return undefined;
  if (relation === "in network") {
    const block = parseCidr(base);
    return block && typeof value === "bigint" ? contains(addressesOf([block]), value) : undefined;
  }
  if (typeof value !== "string") return undefined;
  return relation === "within path" ? pathWithin(value, base) : hostWithin(value, base);
}

/** A part of a text or a time, by its value; undefined where it has none. */
export function partValue(value: SlotValue, { type, of }: Slot): SlotValue | undefined {
  if (typeof value === "number") return of?.part === "hour" ? timeHour(value) : timeWeekday(value);
  if (typeof value !== "string") return undefined;
  switch (of?.part) {
    case "length":
      return codePointLength(value);
    case "lower":
      return lowerAscii(value);
    case "domain":
      return emailDomain(value);
    case "local":
      return emailLocal(value);
    case "ip": {
      const ip = hostIp(of.slot.type.kind === "Url" ? (parseUrl(value)?.host ?? "") : value);
      return ip === undefined ? undefined : addressNumber(ip);
    }
    case "host":
    case "scheme":
    case "path":
    case "port":
      return parseUrl(value)?.[of.part];
    default:
      return type.kind === "String" ? value : undefined;
  }
}
