import type { Slot } from "../encode/atom.js";
import { type IntervalSet, intersection } from "../encode/interval-set.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { chooseAddresses } from "./choose-addresses.js";
import { chooseTexts } from "./choose-texts.js";
import { chooseTimes } from "./choose-times.js";
import { fullDomain } from "./domain.js";
import { numberProblem } from "./number-variables.js";
import { solveNumbers } from "./solve-numbers.js";
import { lengthsInSums, textLengths } from "./text-lengths.js";
import type { TextOrder } from "./text-rounds.js";
import type { ChosenNumbers, ValueProblem, Values } from "./value-problem.js";

/** Choices are made one after the other, and tried again in other ways where they do not fit together. */
const attempts: readonly TextOrder[] = [
  "bases first",
  "bases last",
  "bases first",
  "bases last",
  "bases first",
];

/**
 * Chooses a value for every slot of which something is assumed. That there is none (`none`) is said only where what is known of one slot,
 * or of slots tied by equality or by sums, leaves nothing; where a choice made on the way may be to blame, it is `unknown`.
 */
export function solveValues(assumptions: Assumptions): Trial<Values> {
  const problem = { assumptions, slots: allSlots(assumptions) };
  const trial = solveOnce(problem);
  return trial.kind === "unknown" ? solveByLengths(problem) : trial;
}

function solveOnce(problem: ValueProblem): Trial<Values> {
  const asked = numberProblem(problem);
  const numbers = solveNumbers(asked.variables, asked.ties);
  if (numbers.kind !== "found") return numbers;
  const times = chooseTimes(problem, asked, numbers.result);
  return times.kind === "found" ? solveOthers({ ...problem, numbers: times.result }) : times;
}

/** The most ways to choose the lengths of texts before the texts, and the most lengths of one text. */
const [mostWays, mostLengths] = [200, 12];

/** Where no texts were found for the lengths that were chosen, there may be some for others. */
function solveByLengths(problem: ValueProblem): Trial<Values> {
  const { sets } = textLengths(problem);
  const lengths = lengthsInSums(problem).flatMap(({ slot, domain }) => {
    if (domain.kind !== "number") return [];
    const set = intersection(domain.set, sets.get(slot.key) ?? [[0, Number.MAX_SAFE_INTEGER]]);
    return [{ slot, ...firstOf(set, mostLengths) }];
  });
  if (lengths.length === 0) return { kind: "unknown" };
  let complete = lengths.every((each) => each.complete);
  let ways = mostWays;
  const solve = (pinned: ValueProblem, [first, ...rest]: typeof lengths): Trial<Values> => {
    if (first === undefined) return ways-- > 0 ? solveOnce(pinned) : { kind: "unknown" };
    for (const length of first.numbers) {
      const domain = { kind: "number", set: [[length, length]] } as const;
      const trial = solve(
        { ...pinned, slots: new Map(pinned.slots).set(first.slot.key, { slot: first.slot, domain }) },
        rest,
      );
      if (trial.kind === "found" || ways < 0) return trial;
      complete &&= trial.kind === "none";
    }
    return { kind: complete ? "none" : "unknown" };
  };
  return solve(problem, lengths);
}

/** The first numbers of a set, and whether they are all of them. */
function firstOf(set: IntervalSet<number>, most: number): { numbers: readonly number[]; complete: boolean } {
  const numbers: number[] = [];
  for (const [first, last] of set)
    for (let each = first; each <= last; each += 1) {
      if (numbers.length === most) return { numbers, complete: false };
      numbers.push(each);
    }
  return { numbers, complete: true };
}

function solveOthers(problem: ChosenNumbers): Trial<Values> {
  if (areAllNumbers(problem)) return { kind: "found", result: problem.numbers };
  const avoided = {
    "bases first": new Map<string, Set<string>>(),
    "bases last": new Map<string, Set<string>>(),
  };
  for (const [attempt, order] of attempts.entries()) {
    const addresses = chooseAddresses(problem, attempt);
    if (addresses.kind !== "found") return addresses;
    const texts = chooseTexts({ ...problem, addresses: addresses.result }, avoided[order], order);
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

function areAllNumbers({ slots }: ValueProblem): boolean {
  for (const { domain } of slots.values()) if (domain.kind !== "number") return false;
  return true;
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
