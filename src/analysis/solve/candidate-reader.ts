import type { Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { termAt } from "../encode/encode-value.js";
import { partValue, type RequestReader, type SlotValue } from "../encode/evaluate-formula.js";
import { elementPlace, type ListPlace, mostElements, presentKey } from "../encode/place.js";
import type { Term } from "../encode/term.js";
import type { Assumptions } from "./assumptions.js";
import { defaultValue } from "./default-value.js";
import type { Values } from "./solve-values.js";

/** The request that would be built, before it is: what is not assumed is absent, or has the value that its type has by default. */
export function candidateReader(
  encoder: NotingEncoder,
  { flags }: Assumptions,
  values: Values,
): RequestReader {
  const flag = (key: string): boolean => flags.get(key) ?? false;
  const membersOf = (list: ListPlace): readonly Term[] => [
    ...[...(encoder.constants.get(list.key)?.values() ?? [])].flatMap((each) =>
      flag(each.flag) ? [each.term] : [],
    ),
    ...presentElements(encoder, list, flag),
  ];
  const value = (slot: Slot): SlotValue | undefined => {
    const known = values.get(slot.key);
    if (known !== undefined) return known;
    const whole = slot.of && value(slot.of.slot);
    return whole === undefined ? defaultValue(slot) : partValue(whole, slot);
  };
  return { flag, value, elements: ({ list }) => membersOf(list) };
}

/** Elements that demands have made, which are there as far as the one is that was made for each. */
function presentElements(
  encoder: NotingEncoder,
  list: ListPlace,
  flag: (key: string) => boolean,
): readonly Term[] {
  const places = Array.from({ length: mostElements }, (_, index) => elementPlace(encoder.atoms, list, index));
  return places.flatMap((place) => (flag(presentKey(place.key)) ? [termAt(encoder, place)] : []));
}
