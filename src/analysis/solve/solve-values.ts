import type { Slot } from "../encode/atom.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { chooseAddresses } from "./choose-addresses.js";
import { chooseTexts } from "./choose-texts.js";
import { chooseTimes } from "./choose-times.js";
import { preferredNumber } from "./default-value.js";
import { fullDomain } from "./domain.js";
import { type LinearTie, type NumberVariable, solveNumbers } from "./solve-numbers.js";

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

/** Choices are made one after the other, and tried again in so many other ways where they do not fit together. */
const mostAttempts = 4;

/**
 * Chooses a value for every slot of which something is assumed. That there is none (`none`) is said only where what is known of one slot,
 * or of slots tied by equality or by sums, leaves nothing; where a choice made on the way may be to blame, it is `unknown`.
 */
export function solveValues(assumptions: Assumptions): Trial<Values> {
  const problem = { assumptions, slots: allSlots(assumptions) };
  const numbers = solveNumbers(numberVariables(problem), assumptions.ties.filter(isLinear));
  if (numbers.kind !== "found") return numbers;
  const times = chooseTimes(problem, numbers.result);
  return times.kind === "found" ? solveOthers({ ...problem, numbers: times.result }) : times;
}

function solveOthers(problem: ChosenNumbers): Trial<Values> {
  const avoided = new Map<string, Set<string>>();
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const addresses = chooseAddresses(problem, attempt);
    if (addresses.kind !== "found") return addresses;
    const texts = chooseTexts({ ...problem, addresses: addresses.result }, avoided);
    if (texts.kind === "none") return texts;
    if (texts.kind === "unknown") continue;
    const result = new Map<string, string | number | bigint>([
      ...problem.numbers,
      ...texts.result,
      ...addresses.result,
    ]);
    return { kind: "found", result };
  }
  return { kind: "unknown" };
}

function isLinear(tie: Assumptions["ties"][number]): tie is LinearTie {
  return tie.atom.kind === "linear";
}

/** Every slot that an atom speaks of, and those that they are parts of. */
function allSlots({ domains, ties, owners }: Assumptions): ReadonlyMap<string, SlotDomain> {
  const slots = new Map(domains);
  const add = (slot: Slot): void => {
    if (!slots.has(slot.key)) slots.set(slot.key, { slot, domain: fullDomain(slot) });
  };
  for (const { atom } of ties) {
    if (atom.kind === "linear") for (const { slot } of atom.terms) add(slot);
    else {
      add(atom.left);
      add(atom.right);
    }
  }
  for (const owner of owners) add(owner);
  for (const { slot } of [...slots.values()]) if (slot.of) add(slot.of.slot);
  return slots;
}

/** The numbers among the slots. */
export function numberVariables({ slots }: ValueProblem): readonly NumberVariable[] {
  return [...slots.values()].flatMap(({ slot, domain }) =>
    domain.kind === "number" ? [{ slot, set: domain.set, preferred: preferredNumber(slot) }] : [],
  );
}

/** Whether a number is part of a sum. */
export function isInSum({ ties }: Assumptions, { key }: Slot): boolean {
  return ties.some(({ atom }) => atom.kind === "linear" && atom.terms.some(({ slot }) => slot.key === key));
}
