import type { Slot } from "../encode/atom.js";
import type { Assumptions, SlotDomain } from "./assumptions.js";
import type { SameTie } from "./solve-texts.js";

/** The value of each slot that matters, by its key, as expressions compute with it. */
export type Values = ReadonlyMap<string, string | number | bigint>;

/** What is to be solved: what is assumed, and every slot that it speaks of. */
export interface ValueProblem {
  readonly assumptions: Assumptions;
  readonly slots: ReadonlyMap<string, SlotDomain>;
}

/** With what texts may depend on. */
export interface ChosenNumbers extends ValueProblem {
  readonly numbers: ReadonlyMap<string, number>;
}

/** Whether a number is part of a sum. */
export function isInSum({ ties }: Assumptions, { key }: Slot): boolean {
  return ties.some(({ atom }) => atom.kind === "linear" && atom.terms.some(({ slot }) => slot.key === key));
}

/** That two texts, or two addresses, are equal, or that they are not. */
export function sameTies({ ties }: Assumptions, kind: Slot["kind"]): readonly SameTie[] {
  return ties.flatMap(({ atom, wanted }) =>
    atom.kind === "same" && atom.left.kind === kind ? [{ atom, wanted }] : [],
  );
}
