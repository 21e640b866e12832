import type { Slot } from "../encode/atom.js";
import type { SlotDomain } from "./assumptions.js";
import type { SameTie } from "./solve-texts.js";
import { isInSum, sameTies, type ValueProblem } from "./value-problem.js";

/** Texts that are chosen by themselves, and what ties them together. */
export interface TextsToChoose {
  readonly texts: readonly SlotDomain[];
  readonly ties: readonly SameTie[];
  /** The keys of parts of texts that something is tied to. */
  readonly tied: ReadonlySet<string>;
}

/** Whole texts, and those of their parts that something is tied to. The others follow from their wholes. */
export function textsToChoose({ assumptions, slots }: ValueProblem): TextsToChoose {
  const ties = sameTies(assumptions, "text");
  const tied = new Set(ties.flatMap(({ atom }) => [atom.left.key, atom.right.key]));
  for (const { slot } of slots.values())
    if (slot.of?.part === "length" && isInSum(assumptions, slot)) addLowered(tied, slot.of.slot);
  for (const { slot } of slots.values()) if (tied.has(slot.key)) addWhole(tied, slot);
  const texts = [...slots.values()].filter(
    ({ slot, domain }) => domain.kind === "text" && (slot.of === undefined || tied.has(slot.key)),
  );
  return { texts, ties, tied };
}

/** A lower-case form of which the length matters. */
function addLowered(tied: Set<string>, slot: Slot): void {
  if (slot.of?.part === "lower") tied.add(slot.key);
}

/** What is tied to a lower-case form is tied to the text, too. */
function addWhole(tied: Set<string>, { of }: Slot): void {
  if (of?.part !== "lower") return;
  tied.add(of.slot.key);
  addWhole(tied, of.slot);
}
