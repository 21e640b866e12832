import { hostWithin } from "../../runtime/host.js";
import { pathWithin } from "../../runtime/path.js";
import type { RelatedAtom, Slot } from "../encode/atom.js";
import { withinLanguage } from "../encode/encode-test.js";
import { partValue } from "../encode/evaluate-formula.js";
import { type Language, type SignedLanguage, wordsLanguage } from "../texts/language.js";
import type { Assumptions } from "./assumptions.js";
import { liftedLanguages } from "./derived-texts.js";

type Texts = ReadonlyMap<string, string>;

/** What texts that are chosen already say of another one: bases of what lies within them, or does not, and that of its bases. */
export function relatedLanguages(
  { ties }: Assumptions,
  slot: Slot,
  chosen: Texts,
): readonly SignedLanguage[] {
  return ties.flatMap(({ atom, wanted }): readonly SignedLanguage[] => {
    if (atom.kind !== "related" || atom.left.kind !== "text") return [];
    const base = chosen.get(atom.right.key);
    if (base !== undefined) return withinBase(atom, slot, { language: languageWithin(atom, base), wanted });
    const within = atom.right.key === slot.key ? chosenValue(atom.left, chosen) : undefined;
    return within === undefined ? [] : [{ language: wordsLanguage(basesOf(atom, within)), wanted }];
  });
}

/** That what lies within bases still to be chosen lies within one that all hosts can have, as all paths have one. */
export function sharedBase({ ties }: Assumptions, slot: Slot): readonly SignedLanguage[] {
  return ties.flatMap(({ atom }) =>
    atom.kind === "related" && atom.relation === "within host"
      ? withinBase(atom, slot, { language: languageWithin(atom, "example.com"), wanted: true })
      : [],
  );
}

function withinBase({ left }: RelatedAtom, slot: Slot, signed: SignedLanguage): readonly SignedLanguage[] {
  if (left.key === slot.key) return [signed];
  if (left.of?.slot.key !== slot.key) return [];
  const domain = { kind: "text", languages: [signed], words: undefined } as const;
  return liftedLanguages(left.of.part, { slot: left, domain });
}

function languageWithin({ relation }: RelatedAtom, base: string): Language {
  return withinLanguage(relation === "within path" ? "Path" : "Host", base);
}

/** What was chosen for a text, or for the text that it is a part of. */
function chosenValue(slot: Slot, chosen: Texts): string | undefined {
  const known = chosen.get(slot.key);
  if (known !== undefined || slot.of === undefined) return known;
  const whole = chosenValue(slot.of.slot, chosen);
  const value = whole === undefined ? undefined : partValue(whole, slot);
  return typeof value === "string" ? value : undefined;
}

/** Every path or host that one lies within: itself, and what is left of it without its last names, or its first ones. */
function basesOf({ relation }: RelatedAtom, within: string): readonly string[] {
  if (relation === "within path") {
    const ends = [...within.matchAll(/\//g)].map(({ index }) => within.slice(0, index));
    return ["/", ...ends, within].filter((base) => base !== "" && pathWithin(within, base));
  }
  const starts = [...within.matchAll(/\./g)].map(({ index }) => within.slice(index + 1));
  return [within, ...starts].filter((base) => hostWithin(within, base));
}
