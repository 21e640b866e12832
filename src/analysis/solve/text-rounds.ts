import type { Slot } from "../encode/atom.js";
import type { SlotDomain } from "./assumptions.js";
import { textsToChoose } from "./texts-to-choose.js";
import type { ValueProblem } from "./value-problem.js";

/** Whether the bases of paths and hosts are chosen before what lies within them, or after it. */
export type TextOrder = "bases first" | "bases last";

/** Texts in the order in which they can be chosen: a tied part of a text before the text. */
export function textRounds(problem: ValueProblem, order: TextOrder): readonly (readonly SlotDomain[])[] {
  const { texts, tied } = textsToChoose(problem);
  const waitsFor = new Map<string, Set<string>>();
  const wait = (slot: string, other: string): void => {
    waitsFor.set(slot, (waitsFor.get(slot) ?? new Set()).add(other));
  };
  for (const { atom } of problem.assumptions.ties) {
    if (atom.kind !== "related" || atom.left.kind !== "text") continue;
    const within = atom.left.of?.slot.key ?? atom.left.key;
    if (order === "bases first") wait(within, atom.right.key);
    else wait(atom.right.key, within);
  }
  for (const { slot } of texts) {
    const { of } = withCase(slot);
    if (of && tied.has(slot.key)) wait(of.slot.key, slot.key);
  }
  return inRounds(texts, waitsFor);
}

function inRounds(
  texts: readonly SlotDomain[],
  waitsFor: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly SlotDomain[])[] {
  const done = new Set<string>();
  const result: (readonly SlotDomain[])[] = [];
  let rest = texts;
  while (rest.length > 0) {
    const ready = rest.filter(({ slot }) =>
      [...(waitsFor.get(withCase(slot).key) ?? [])].every(
        (key) => done.has(key) || !rest.some((each) => each.slot.key === key),
      ),
    );
    // A ring of bases: they are chosen together, and tried as they are.
    const round = ready.length > 0 ? ready : rest;
    for (const { slot } of round) done.add(slot.key);
    result.push(round);
    rest = rest.filter(({ slot }) => !done.has(slot.key));
  }
  return result;
}

/** The text of which a slot is the lower-case form: the two are chosen together. */
function withCase(slot: Slot): Slot {
  return slot.of?.part === "lower" ? withCase(slot.of.slot) : slot;
}
