import type { Slot } from "../encode/atom.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { chooseAddresses } from "./choose-addresses.js";
import { chooseTexts } from "./choose-texts.js";
import { chooseTimes } from "./choose-times.js";
import { fullDomain } from "./domain.js";
import { numberVariables } from "./number-variables.js";
import { type LinearTie, solveNumbers } from "./solve-numbers.js";
import type { ChosenNumbers, Values } from "./value-problem.js";

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
    if (slot.of) add(slot.of.slot);
  };
  for (const { slot } of domains.values()) add(slot);
  for (const { atom } of ties)
    for (const slot of atom.kind === "linear" ? atom.terms.map((term) => term.slot) : [atom.left, atom.right])
      add(slot);
  for (const owner of owners) add(owner);
  return slots;
}
