import { isUnknown, type Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { termAt } from "../encode/encode-value.js";
import { isEqual } from "../encode/equality.js";
import {
  evaluateFormula,
  partValue,
  type RequestReader,
  type SlotValue,
} from "../encode/evaluate-formula.js";
import { no, or, type QuantifiedFormula } from "../encode/formula.js";
import {
  elementKey,
  elementPlace,
  type ListPlace,
  lengthSlot,
  mostElements,
  presentKey,
} from "../encode/place.js";
import type { Term } from "../encode/term.js";
import { assumedPresence } from "./assumed-presence.js";
import type { Assumptions } from "./assumptions.js";
import { defaultValue } from "./default-value.js";
import type { Values } from "./value-problem.js";

/** The request that would be built, before it is: what is not assumed is absent, or has the value that its type has by default. */
export function candidateReader(
  encoder: NotingEncoder,
  { flags, domains }: Assumptions,
  values: Values,
): RequestReader {
  const isThere = assumedPresence({ domains });
  const flag = (key: string): boolean | undefined => flags.get(key) ?? unassumed(key);
  const members = new Map<string, readonly Term[]>();
  const membersOf = (list: ListPlace): readonly Term[] => {
    const known = members.get(list.key) ?? presentMembers(encoder, list, flags);
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
    if (constant === undefined) return isMemberPresence(key) && isThere(key.slice(presentKey("").length));
    if (isOpen(constant.list)) return undefined;
    const same = membersOf(constant.list).map((member) => isEqual(encoder, member, constant.term));
    return same.includes(undefined)
      ? undefined
      : evaluateFormula(or(...same.map((each) => each ?? no)), reader);
  };
  const elements = ({ list }: QuantifiedFormula): readonly Term[] | undefined =>
    isOpen(list) ? undefined : membersOf(list);
  const reader = { flag, value, elements, atoms: new Map() };
  return reader;
}

/**
 * The reader of a candidate to whom nothing is known that no formula can say. What it comes to know of atoms holds for the candidate's reader too,
 * so it is asked first.
 */
export function withoutUnknowns(reader: RequestReader): RequestReader {
  return { ...reader, flag: (key) => (isUnknown(key) ? undefined : reader.flag(key)) };
}

/** Whether a flag says that a member of a record or of an entity is there: an element is only where that is assumed. */
function isMemberPresence(flag: string): boolean {
  return flag.startsWith(presentKey("")) && /\.(?:\w+|"(?:[^"\\]|\\.)*")$/.test(flag);
}

/** Constants and elements that are assumed to be in a list. */
function presentMembers(
  encoder: NotingEncoder,
  list: ListPlace,
  flags: Assumptions["flags"],
): readonly Term[] {
  const constants = [...flags].flatMap(([key, isThere]) => {
    const constant = isThere ? encoder.constants.get(key) : undefined;
    return constant?.list.key === list.key ? [constant.term] : [];
  });
  const indices = Array.from({ length: mostElements }, (_, index) => index).filter(
    (index) => flags.get(presentKey(elementKey(list.key, index))) === true,
  );
  return [...constants, ...indices.map((index) => termAt(encoder, elementPlace(encoder.atoms, list, index)))];
}
