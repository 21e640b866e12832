import { codePointLength } from "../../runtime/text.js";
import type { Slot } from "../encode/atom.js";
import { partValue } from "../encode/evaluate-formula.js";
import { type IntervalSet, integers, intersection, union } from "../encode/interval-set.js";
import { findWords } from "../texts/word-search.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { chooseAddresses } from "./choose-addresses.js";
import { certainLanguages, chooseTexts } from "./choose-texts.js";
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
    if (slot.of) add(slot.of.slot);
  };
  for (const { slot } of domains.values()) add(slot);
  for (const { atom } of ties)
    for (const slot of atom.kind === "linear" ? atom.terms.map((term) => term.slot) : [atom.left, atom.right])
      add(slot);
  for (const owner of owners) add(owner);
  return slots;
}

/** The numbers among the slots. */
export function numberVariables(problem: ValueProblem): readonly NumberVariable[] {
  return [...problem.slots.values()].flatMap(({ slot, domain }) => {
    if (domain.kind !== "number") return [];
    const set = isInSum(problem.assumptions, slot) ? asPart(problem, slot, domain.set) : domain.set;
    return [{ slot, set, preferred: preferredNumber(slot) }];
  });
}

/** Of a number that is part of a text: those that the text can have, as far as that is seen at once. */
function asPart(problem: ValueProblem, slot: Slot, set: IntervalSet<number>): IntervalSet<number> {
  const owner = slot.of && problem.slots.get(slot.of.slot.key);
  if (owner?.domain.kind !== "text") return set;
  if (owner.domain.words) return intersection(set, partsOfWords(slot, owner.domain.words));
  if (slot.of?.part !== "length") return set;
  const [shortest] = findWords(certainLanguages(problem, owner), 1).words;
  const minimum = shortest === undefined ? 0 : codePointLength(shortest);
  return intersection(set, [[minimum, Number.MAX_SAFE_INTEGER]]);
}

function partsOfWords(slot: Slot, words: readonly string[]): IntervalSet<number> {
  const values = words.map((word) => partValue(word, slot));
  const points = values.map(
    (value): IntervalSet<number> => (typeof value === "number" ? [[value, value]] : []),
  );
  return union(integers, ...points);
}

/** Whether a number is part of a sum. */
export function isInSum({ ties }: Assumptions, { key }: Slot): boolean {
  return ties.some(({ atom }) => atom.kind === "linear" && atom.terms.some(({ slot }) => slot.key === key));
}
