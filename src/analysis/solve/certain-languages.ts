import type { Slot, SlotPart } from "../encode/atom.js";
import { partKey } from "../encode/place.js";
import type { SignedLanguage } from "../texts/language.js";
import type { SlotDomain } from "./assumptions.js";
import { addressLanguage, liftedLanguages } from "./derived-texts.js";
import type { ValueProblem } from "./value-problem.js";

/** What a text has to be, by itself and by its parts. */
export function certainLanguages(
  problem: ValueProblem,
  { slot, domain }: SlotDomain,
): readonly SignedLanguage[] {
  const { assumptions, slots } = problem;
  const own = domain.kind === "text" ? domain.languages : [];
  const lifted = partsOf(slots, slot).flatMap((part) => liftedLanguages(part.part, withParts(problem, part)));
  const ip = assumptions.flags.get(`present ${partKey(slot.key, "ip")}`);
  return [...own, ...lifted, ...(ip === undefined ? [] : [addressLanguage(slot, ip)])];
}

/** A part with what its own parts say of it. */
function withParts(problem: ValueProblem, part: PartDomain): SlotDomain {
  if (part.domain.kind !== "text") return part;
  const languages = certainLanguages(problem, part);
  return { ...part, domain: { kind: "text", languages, words: part.domain.words } };
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
