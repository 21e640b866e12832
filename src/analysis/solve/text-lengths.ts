import type { Slot } from "../encode/atom.js";
import type { IntervalSet } from "../encode/interval-set.js";
import { alignedLengths } from "../texts/aligned-search.js";
import type { SlotDomain } from "./assumptions.js";
import { certainLanguages } from "./certain-languages.js";
import type { LinearTie } from "./solve-numbers.js";
import { alignedTexts, familiesOf, type TextFamily } from "./text-families.js";
import { textsToChoose } from "./texts-to-choose.js";
import { isInSum, type ValueProblem } from "./value-problem.js";

/** What texts say of those of their lengths that are parts of sums. */
export interface TextLengths {
  /** By the key of the length. */
  readonly sets: ReadonlyMap<string, IntervalSet<number>>;
  /** That texts of one family are of one length. */
  readonly ties: readonly LinearTie[];
}

/** The lengths that texts can have by all that is certain of them and of the texts that they are equal to, but for the case of letters. */
export function textLengths(problem: ValueProblem): TextLengths {
  const lengths = lengthsInSums(problem);
  if (lengths.length === 0) return { sets: new Map(), ties: [] };
  const { texts, ties } = textsToChoose(problem);
  const certain = texts.map((each) => ({ slot: each.slot, languages: certainLanguages(problem, each) }));
  const families = (familiesOf(certain, ties) ?? []).map((family) => ({
    family,
    slots: lengths.filter(({ slot }) => isOf(slot, family)).map(({ slot }) => slot),
  }));
  return {
    sets: new Map(
      families.flatMap(({ family, slots }) => {
        const set = slots.length === 0 ? [] : lengthsOf(family);
        return slots.map(({ key }) => [key, set] as const);
      }),
    ),
    ties: families.flatMap(({ slots }) => equalities(slots)),
  };
}

/** The lengths of texts that are parts of sums. */
export function lengthsInSums({ slots, assumptions }: ValueProblem): readonly SlotDomain[] {
  return [...slots.values()].filter(({ slot }) => slot.of?.part === "length" && isInSum(assumptions, slot));
}

function isOf({ of }: Slot, family: TextFamily): boolean {
  return family.some(({ slots }) => slots.some(({ key }) => key === of?.slot.key));
}

function lengthsOf(family: TextFamily): IntervalSet<number> {
  return alignedLengths(alignedTexts(family, ({ languages }) => languages));
}

/** That each number is the next one. */
function equalities(slots: readonly Slot[]): readonly LinearTie[] {
  return slots.slice(1).flatMap((slot, index) => {
    const before = slots[index] ?? slot;
    return [
      [before, slot],
      [slot, before],
    ].flatMap(([left, right]) => (left && right ? [notAbove(left, right)] : []));
  });
}

function notAbove(left: Slot, right: Slot): LinearTie {
  const terms = [
    { slot: left, factor: 1 },
    { slot: right, factor: -1 },
  ];
  return { atom: { terms, bound: 0, strict: false }, wanted: true };
}
