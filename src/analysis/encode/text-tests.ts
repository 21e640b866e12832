import type { Cidr, Ip } from "../../runtime/ip.js";
import { type Language, wordsLanguage } from "../texts/language.js";
import { plainForms } from "../texts/plain-forms.js";
import { isIn } from "../texts/word-search.js";
import type { AddressAtom, AtomTable, SameAtom, Slot, TextAtom } from "./atom.js";
import { type Formula, literal, no, yes } from "./formula.js";
import { addresses, complement, type IntervalSet, interval, union } from "./interval-set.js";

/** That a text is in a language. */
export function isInLanguage(atoms: AtomTable, slot: Slot, language: Language): Formula {
  return literal(atoms.atom<TextAtom>({ kind: "text", slot, bounds: { upper: language, lower: language } }));
}

/** That a text is one of several. Those that the slot's type does not have are none. */
export function isOneOf(atoms: AtomTable, slot: Slot, words: Iterable<string>): Formula {
  const forms = plainForms(slot.type) ?? [];
  const possible = [...words].filter((word) => isIn(word, forms));
  return possible.length === 0 ? no : isInLanguage(atoms, slot, wordsLanguage(possible));
}

/** That two texts, or two addresses, are equal. */
export function isSame(atoms: AtomTable, one: Slot, other: Slot): Formula {
  if (one.key === other.key) return yes;
  const [left, right] = one.key < other.key ? [one, other] : [other, one];
  return literal(atoms.atom<SameAtom>({ kind: "same", left, right }));
}

/** That an address is in a set. */
export function isAddressIn(atoms: AtomTable, slot: Slot, set: IntervalSet<bigint>): Formula {
  if (set.length === 0) return no;
  if (complement(addresses, set).length === 0) return yes;
  return literal(atoms.atom<AddressAtom>({ kind: "address", slot, set }));
}

const firstOfV6 = 1n << 32n;

/** Where an address stands in the order of all of both versions. */
export function addressNumber(ip: Ip): bigint {
  return typeof ip === "bigint" ? ip + firstOfV6 : BigInt(ip);
}

/** The address that stands there. */
export function addressAt(place: bigint): Ip {
  return place >= firstOfV6 ? place - firstOfV6 : Number(place);
}

/** One address. */
export function oneAddress(ip: Ip): IntervalSet<bigint> {
  const place = addressNumber(ip);
  return interval(addresses, place, place);
}

/** The addresses of blocks. */
export function addressesOf(blocks: readonly Cidr[]): IntervalSet<bigint> {
  return union(
    addresses,
    ...blocks.map(({ base, bits }) => {
      const first = addressNumber(base);
      const size = 1n << BigInt((typeof base === "bigint" ? 128 : 32) - bits);
      return interval(addresses, first, first + size - 1n);
    }),
  );
}
