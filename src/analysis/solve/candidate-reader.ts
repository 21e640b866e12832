import { hostIp } from "../../runtime/host.js";
import { parseUrl } from "../../runtime/url.js";
import { isUnknown, type RelationAtom, type Slot } from "../encode/atom.js";
import { createAtomValues } from "../encode/atom-values.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { definitionOf } from "../encode/encode-relation.js";
import { termAt } from "../encode/encode-value.js";
import { isEqual } from "../encode/equality.js";
import {
  evaluateFormula,
  partValue,
  type RequestReader,
  type SlotValue,
} from "../encode/evaluate-formula.js";
import { no, or, type QuantifiedFormula } from "../encode/formula.js";
import { elementPlace, type ListPlace, lengthSlot, mostElements, presentKey } from "../encode/place.js";
import type { Term } from "../encode/term.js";
import { assumedPresence } from "./assumed-presence.js";
import type { Assumptions } from "./assumptions.js";
import { defaultValue } from "./default-value.js";
import { concreteKey } from "./fact-clashes.js";
import type { Values } from "./value-problem.js";

/** The request that would be built, before it is: what is not assumed is absent, or has the value that its type has by default. */
export function candidateReader(
  encoder: NotingEncoder,
  { flags, domains, facts }: Assumptions,
  values: Values,
): RequestReader {
  const isThere = assumedPresence({ domains });
  const flag = (key: string): boolean | undefined => flags.get(key) ?? unassumed(key);
  const members = new Map<string, readonly Term[]>();
  let present: ReadonlyMap<string, PresentMembers> | undefined;
  const membersOf = (list: ListPlace): readonly Term[] => {
    present ??= presentByList(encoder, flags);
    const known = members.get(list.key) ?? membersIn(encoder, list, present.get(list.key));
    members.set(list.key, known);
    return known;
  };
  const value = (slot: Slot): SlotValue | undefined => {
    const known = values.get(slot.key);
    if (known !== undefined) return known;
    const whole = slot.of && value(slot.of.slot);
    return whole === undefined ? defaultValue(slot) : partValue(whole, slot);
  };
  /** Of a list that is not empty, and of which no member is assumed, some member will be made: which one, is not known yet. */
  const isOpen = (list: ListPlace): boolean => membersOf(list).length === 0 && value(lengthSlot(list)) !== 0;
  /** A member is there where something is assumed of its value. A list may have a constant: one of its members may be the same. */
  const unassumed = (key: string): boolean | undefined => {
    const constant = encoder.constants.get(key);
    if (constant === undefined) {
      const [, owner, part] = optionalPart.exec(key) ?? [];
      if (owner !== undefined) return hasPart(values.get(owner), part);
      return isMemberPresence(key) && isThere(key.slice(presentKey("").length));
    }
    if (isOpen(constant.list)) return undefined;
    const same = membersOf(constant.list).map((member) => isEqual(encoder, member, constant.term));
    return same.includes(undefined)
      ? undefined
      : evaluateFormula(or(...same.map((each) => each ?? no)), reader);
  };
  const elements = ({ list }: QuantifiedFormula): readonly Term[] | undefined =>
    isOpen(list) ? undefined : membersOf(list);
  let assumed: ReadonlyMap<string, boolean> | undefined;
  /** There are no tuples but for those that make what is assumed. */
  const fact = (atom: RelationAtom): boolean | undefined => {
    const definition = definitionOf(encoder, atom);
    if (definition !== undefined) return evaluateFormula(definition, reader);
    if (facts.length === 0) return false;
    assumed ??= new Map(facts.map((each) => [concreteKey(each.atom, { value }), each.wanted]));
    return assumed.get(concreteKey(atom, { value })) ?? false;
  };
  const reader: RequestReader = { flag, value, fact, elements, atoms: createAtomValues() };
  return reader;
}

/**
 * The reader of a candidate to whom nothing is known that no formula can say. What it comes to know of atoms holds for the candidate's reader too,
 * so it is asked first.
 */
export function withoutUnknowns(reader: RequestReader): RequestReader {
  return { ...reader, flag: (key) => (isUnknown(key) ? undefined : reader.flag(key)) };
}

/** `present args.url#port` */
const optionalPart = /^present (.+)#(ip|port)$/;

/** Whether a text has an address or a port, which may be the one of its scheme; undefined of a text that is not chosen yet. */
function hasPart(text: SlotValue | undefined, part: string | undefined): boolean | undefined {
  if (typeof text !== "string") return undefined;
  const url = parseUrl(text);
  return (part === "port" ? url?.port : hostIp(url?.host ?? text)) !== undefined;
}

/** Whether a flag says that a member of a record or of an entity is there: an element is only where that is assumed. */
function isMemberPresence(flag: string): boolean {
  return flag.startsWith(presentKey("")) && /\.(?:\w+|"(?:[^"\\]|\\.)*")$/.test(flag);
}

/** What is assumed to be in a list. */
interface PresentMembers {
  readonly constants: Term[];
  /** The places of elements in it. */
  readonly indices: number[];
}

/** Constants and elements that are assumed to be in lists, by the lists' keys. */
function presentByList(
  encoder: NotingEncoder,
  flags: Assumptions["flags"],
): ReadonlyMap<string, PresentMembers> {
  const lists = new Map<string, PresentMembers>();
  const of = (key: string): PresentMembers => {
    const known = lists.get(key) ?? { constants: [], indices: [] };
    lists.set(key, known);
    return known;
  };
  for (const [flag, isThere] of flags) {
    if (!isThere) continue;
    const constant = encoder.constants.get(flag);
    if (constant !== undefined) of(constant.list.key).constants.push(constant.term);
    const [, list, index] = flag.endsWith("]") ? (elementFlag.exec(flag) ?? []) : [];
    if (list !== undefined && Number(index) < mostElements) of(list).indices.push(Number(index));
  }
  return lists;
}

/** `present args.to[0]` */
const elementFlag = /^present (.+)\[(\d+)\]$/;

function membersIn(
  encoder: NotingEncoder,
  list: ListPlace,
  { constants, indices }: PresentMembers = { constants: [], indices: [] },
): readonly Term[] {
  const places = [...indices].sort((left, right) => left - right);
  return [...constants, ...places.map((index) => termAt(encoder, elementPlace(encoder.atoms, list, index)))];
}
