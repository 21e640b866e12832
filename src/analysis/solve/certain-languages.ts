import type { Slot, SlotPart } from "../encode/atom.js";
import type { SignedLanguage } from "../texts/language.js";
import { partForms, plainForms } from "../texts/plain-forms.js";
import type { SlotDomain } from "./assumptions.js";
import { liftedLanguages } from "./derived-texts.js";
import { partLanguages } from "./optional-parts.js";
import { sameTies, type ValueProblem } from "./value-problem.js";

/** What a text has to be, by itself and by its parts: by what they have to be, and what they are equal to. */
export function certainLanguages(problem: ValueProblem, each: SlotDomain): readonly SignedLanguage[] {
  return languagesOf(problem, each, new Set([each.slot.key]));
}

/** `seen`: texts that are being looked at, of which one may be a part of what it is equal to. */
function languagesOf(
  problem: ValueProblem,
  { slot, domain }: SlotDomain,
  seen: ReadonlySet<string>,
): readonly SignedLanguage[] {
  const form = slot.of ? partForms(slot.of.part, slot.of.slot.type) : [];
  const own = domain.kind === "text" ? [...form, ...domain.languages] : [];
  const lifted = partsOf(problem.slots, slot).flatMap((part) =>
    liftedLanguages(part.part, withParts(problem, part, seen)),
  );
  return [...own, ...lifted, ...partLanguages(problem, { slot, domain })];
}

/** A part with what its own parts, and the texts that it is equal to, say of it. */
function withParts(problem: ValueProblem, part: PartDomain, seen: ReadonlySet<string>): SlotDomain {
  if (part.domain.kind !== "text") return part;
  const equal = equalTo(problem, part.slot).filter(({ slot }) => !seen.has(slot.key));
  const all = new Set([...seen, part.slot.key, ...equal.map(({ slot }) => slot.key)]);
  const languages = [part, ...equal].flatMap((each) => languagesOf(problem, each, all)).filter(isNoForm);
  return { ...part, domain: { kind: "text", languages, words: part.domain.words } };
}

/** What every host is, the form of URLs and of e-mail addresses says of theirs. */
function isNoForm({ language }: SignedLanguage): boolean {
  return !hostForms.has(language.key);
}

const hostForms = new Set((plainForms({ kind: "Host" }) ?? []).map(({ language }) => language.key));

/** The texts that a text has to be equal to, directly or by way of others. */
export function equalTo({ assumptions, slots }: ValueProblem, { key }: Slot): readonly SlotDomain[] {
  const ties = sameTies(assumptions, "text").filter(({ wanted }) => wanted);
  const keys = new Set([key]);
  for (const each of keys)
    for (const { atom } of ties) {
      if (atom.left.key === each) keys.add(atom.right.key);
      if (atom.right.key === each) keys.add(atom.left.key);
    }
  keys.delete(key);
  return [...keys].flatMap((each) => slots.get(each) ?? []);
}

/** A part of a text, and which. */
export interface PartDomain extends SlotDomain {
  readonly part: SlotPart;
}

/** The parts of a text of which something is assumed. */
export function partsOf(slots: ValueProblem["slots"], { key }: Slot): readonly PartDomain[] {
  return [...slots.values()].flatMap((each) =>
    each.slot.of?.slot.key === key ? [{ ...each, part: each.slot.of.part }] : [],
  );
}
