import type {
  AddressAtom,
  LinearAtom,
  NumberAtom,
  RelatedAtom,
  SameAtom,
  Slot,
  TextAtom,
} from "../encode/atom.js";
import {
  addresses,
  complement,
  everything,
  type IntervalSet,
  intersection,
  interval,
  isSubset,
} from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { differInAffixes } from "../texts/affixes.js";
import {
  accepts,
  type Language,
  type LanguageBounds,
  loosely,
  numberOf,
  type SignedLanguage,
  samplesOf,
} from "../texts/language.js";
import { plainForms } from "../texts/plain-forms.js";
import { findWords, isIn } from "../texts/word-search.js";

/** The values that one slot can still have: all that is known of it by itself. */
export type Domain =
  | { readonly kind: "number"; readonly set: IntervalSet<number> }
  | { readonly kind: "address"; readonly set: IntervalSet<bigint> }
  | TextDomain;

/** The texts in all `languages`; `words` lists them where they are few. */
export interface TextDomain {
  readonly kind: "text";
  readonly languages: readonly SignedLanguage[];
  readonly words: readonly string[] | undefined;
}

/** The atoms that say where one slot lies. */
export type UnaryAtom = TextAtom | NumberAtom | AddressAtom;

/** The atoms that tie slots together. */
export type BinaryAtom = LinearAtom | SameAtom | RelatedAtom;

/** The values of a slot's type. */
export function fullDomain(slot: Slot): Domain {
  switch (slot.kind) {
    case "number":
      return { kind: "number", set: typeSet(slot) };
    case "address":
      return { kind: "address", set: everything(addresses) };
    case "text": {
      const languages = plainForms(slot.type) ?? [];
      const listed = languages.find(({ language, wanted }) => wanted && language.words)?.language.words;
      return { kind: "text", languages, words: listed && [...listed] };
    }
  }
}

/** 0000-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, in milliseconds and in days. */
const times = [-62_167_219_200_000, 253_402_300_799_999] as const;
const dates = [-719_528, 2_932_896] as const;

function typeSet(slot: Slot): IntervalSet<number> {
  const scale = scaleOf(slot);
  const { type } = slot;
  if (type.kind === "Time") return [times];
  if (type.kind === "Date") return [dates];
  const bounds = "bounds" in type ? type.bounds : undefined;
  return interval(scale, bounds?.minimum ?? scale.minimum, bounds?.maximum ?? scale.maximum);
}

/** What is left of a domain once an atom is known to hold, or not to hold; undefined if nothing is. */
export function narrow(domain: Domain, atom: UnaryAtom, wanted: boolean): Domain | undefined {
  if (domain.kind === "number" && atom.kind === "number") {
    const set = intersection(domain.set, wanted ? atom.set : complement(scaleOf(atom.slot), atom.set));
    return set.length === 0 ? undefined : { kind: "number", set };
  }
  if (domain.kind === "address" && atom.kind === "address") {
    const set = intersection(domain.set, wanted ? atom.set : complement(addresses, atom.set));
    return set.length === 0 ? undefined : { kind: "address", set };
  }
  return domain.kind === "text" && atom.kind === "text" ? narrowText(domain, atom, wanted) : domain;
}

function narrowText(domain: TextDomain, { bounds }: TextAtom, wanted: boolean): TextDomain | undefined {
  const signed = loosely(bounds, wanted);
  const { language } = signed;
  const languages = [...domain.languages, signed];
  const listed = domain.words ?? (wanted && language.words ? [...language.words] : undefined);
  const words = listed?.filter((word) => isIn(word, domain.words ? [{ language, wanted }] : languages));
  return words?.length === 0 ? undefined : { kind: "text", languages, words };
}

/** Whether an atom holds for every value of a domain (true), or for none (false); undefined where that is not seen. */
export function settles(domain: Domain, atom: UnaryAtom): boolean | undefined {
  if (domain.kind === "number" && atom.kind === "number") return settledBySet(domain.set, atom.set);
  if (domain.kind === "address" && atom.kind === "address") return settledBySet(domain.set, atom.set);
  return domain.kind === "text" && atom.kind === "text" ? settledByText(domain, atom) : undefined;
}

function settledBySet<T extends number | bigint>(
  known: IntervalSet<T>,
  asked: IntervalSet<T>,
): boolean | undefined {
  if (intersection(known, asked).length === 0) return false;
  return isSubset(known, asked) ? true : undefined;
}

function settledByText({ languages, words }: TextDomain, { bounds }: TextAtom): boolean | undefined {
  if (words !== undefined) {
    const among = (language: Language) =>
      words.filter((word) => isIn(word, [{ language, wanted: true }])).length;
    if (among(bounds.upper) === 0) return false;
    return among(bounds.lower) === words.length ? true : undefined;
  }
  for (const known of languages) {
    const settled = settledByPair(known, bounds);
    if (settled !== undefined) return settled;
  }
  return undefined;
}

/** What one language that a text is in, or is not in, says of its being in another one. */
export function settledByPair(
  { language, wanted }: SignedLanguage,
  { upper, lower }: LanguageBounds,
): boolean | undefined {
  if (!wanted) return isPartOf(upper, language) ? false : undefined;
  if (areDisjoint(language, upper)) return false;
  return isPartOf(language, lower) ? true : undefined;
}

const disjoint = new Map<number, boolean>();
const parts = new Map<number, boolean>();
const mostRemembered = 500_000;

function areDisjoint(left: Language, right: Language): boolean {
  const [first, second] = numberOf(left) < numberOf(right) ? [left, right] : [right, left];
  if (differInAffixes(first, second)) return true;
  return remembered(
    disjoint,
    first,
    second,
    () =>
      !samplesOf(first).some((word) => accepts(second, word)) &&
      !samplesOf(second).some((word) => accepts(first, word)) &&
      isEmpty([
        { language: first, wanted: true },
        { language: second, wanted: true },
      ]),
  );
}

function isPartOf(inner: Language, outer: Language): boolean {
  if (inner.key === outer.key) return true;
  return remembered(
    parts,
    inner,
    outer,
    () =>
      samplesOf(inner).every((word) => accepts(outer, word)) &&
      isEmpty([
        { language: inner, wanted: true },
        { language: outer, wanted: false },
      ]),
  );
}

function isEmpty(languages: readonly SignedLanguage[]): boolean {
  const { words, complete } = findWords(languages, 1);
  return words.length === 0 && complete;
}

function remembered(
  known: Map<number, boolean>,
  left: Language,
  right: Language,
  decide: () => boolean,
): boolean {
  const key = numberOf(left) * mostNumbers + numberOf(right);
  const answer = known.get(key) ?? decide();
  if (known.size >= mostRemembered) known.clear();
  known.set(key, answer);
  return answer;
}

/** More languages than there will be. */
const mostNumbers = 2 ** 26;
