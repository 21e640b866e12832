import { codePointLength } from "../../runtime/text.js";
import type { Slot } from "../encode/atom.js";
import { partValue } from "../encode/evaluate-formula.js";
import { type IntervalSet, integers, intersection, union } from "../encode/interval-set.js";
import { findWords } from "../texts/word-search.js";
import { certainLanguages } from "./certain-languages.js";
import { preferredNumber } from "./default-value.js";
import type { LinearTie, NumberVariable } from "./solve-numbers.js";
import { textLengths } from "./text-lengths.js";
import { isInSum, type ValueProblem } from "./value-problem.js";

/** Numbers to choose, and what ties them together. */
export interface NumberProblem {
  readonly variables: readonly NumberVariable[];
  readonly ties: readonly LinearTie[];
}

/** The numbers among the slots, with what is known of the lengths of texts. */
export function numberProblem(problem: ValueProblem): NumberProblem {
  const { sets, ties } = textLengths(problem);
  const variables = [...problem.slots.values()].flatMap(({ slot, domain }) => {
    if (domain.kind !== "number") return [];
    const lengths = sets.get(slot.key);
    const set = lengths ? intersection(domain.set, lengths) : asPart(problem, slot, domain.set);
    return [{ slot, set, preferred: preferredNumber(slot) }];
  });
  const sums = problem.assumptions.ties.flatMap(({ atom, wanted }) =>
    atom.kind === "linear" ? [{ atom, wanted }] : [],
  );
  return { variables, ties: [...sums, ...ties] };
}

/** Of a number that is part of a sum and of a text: those that the text can have, as far as that is seen at once. */
function asPart(problem: ValueProblem, slot: Slot, set: IntervalSet<number>): IntervalSet<number> {
  if (!isInSum(problem.assumptions, slot)) return set;
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
