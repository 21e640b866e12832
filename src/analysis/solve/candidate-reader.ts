import { isUnknown, type Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { termAt } from "../encode/encode-value.js";
import { partValue, type RequestReader, type SlotValue } from "../encode/evaluate-formula.js";
import { elementKey, elementPlace, type ListPlace, mostElements, presentKey } from "../encode/place.js";
import type { Term } from "../encode/term.js";
import type { Assumptions } from "./assumptions.js";
import { defaultValue } from "./default-value.js";
import type { Values } from "./value-problem.js";

/** The request that would be built, before it is: what is not assumed is absent, or has the value that its type has by default. */
export function candidateReader(
  encoder: NotingEncoder,
  { flags }: Assumptions,
  values: Values,
): RequestReader {
  const flag = (key: string): boolean => flags.get(key) ?? false;
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
  return { flag, value, elements: ({ list }) => membersOf(list), atoms: new Map() };
}

/**
 * The reader of a candidate to whom nothing is known that no formula can say. What it comes to know of atoms holds for the candidate's reader too,
 * so it is asked first.
 */
export function withoutUnknowns(reader: RequestReader): RequestReader {
  return { ...reader, flag: (key) => (isUnknown(key) ? undefined : reader.flag(key)) };
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
