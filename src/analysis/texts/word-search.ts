import {
  type Automaton,
  isInRanges,
  lastNotAbove,
  type NondeterministicAutomaton,
} from "../../runtime/pattern.js";
import { groupBy } from "../../util/group-by.js";
import { accepts, automatonOf, type Language, numberOf, type SignedLanguage } from "./language.js";

/** What a search for texts found. `complete`: there are no others. */
export interface FoundWords {
  readonly words: readonly string[];
  readonly complete: boolean;
}

/** How many states of the product a search visits at most: the same on every machine. */
const stateBudget = 20_000;

/**
 * The shortest texts, at most `limit`, that are in all the wanted languages and in none of the others; of one length, those of plain
 * characters first. Breadth-first over the product of the automata, whose states are made as they are reached.
 */
export function findWords(languages: readonly SignedLanguage[], limit: number): FoundWords {
  const signed = languages.map(({ language, wanted }) =>
    wanted ? numberOf(language) : -1 - numberOf(language),
  );
  const key = `${limit}:${[...new Set(signed)].sort((a, b) => a - b).join()}`;
  const known = found.get(key) ?? search(languages, limit);
  if (found.size >= mostRemembered) found.clear();
  found.set(key, known);
  return known;
}

const found = new Map<string, FoundWords>();
const mostRemembered = 20_000;

function search(languages: readonly SignedLanguage[], limit: number): FoundWords {
  const finite = languages
    .flatMap(({ language, wanted }) => (wanted && language.words ? [language.words] : []))
    .sort((a, b) => a.size - b.size)[0];
  if (finite === undefined) return searchProduct(languages, limit);
  const words = [...finite].filter((word) => isIn(word, languages));
  words.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return { words: words.slice(0, limit), complete: words.length <= limit };
}

/** Whether a text is in all the wanted languages and in none of the others. */
export function isIn(word: string, languages: readonly SignedLanguage[]): boolean {
  return languages.every(({ language, wanted }) => accepts(language, word) === wanted);
}

/** An automaton one state at a time: -1 is the state from which nothing is accepted. */
interface Stepper {
  readonly wanted: boolean;
  /** How many states there are; undefined where they are made as they are reached. */
  readonly size: number | undefined;
  /** Where the classes of code points begin; one class leads to one state. */
  readonly starts: readonly number[];
  /** Which class a code point is in. */
  classOf(codePoint: number): number | string;
  step(state: number, codePoint: number): number;
  isFinal(state: number): boolean;
}

interface Reached {
  readonly states: readonly number[];
  readonly word: string;
}

function searchProduct(languages: readonly SignedLanguage[], limit: number): FoundWords {
  const steppers = languages.map(({ language, wanted }) =>
    language.lengths ? counter(language.lengths, wanted) : stepperOf(automatonOf(language), wanted),
  );
  const alphabet = alphabetOf(steppers, limit);
  const keyOf = productKey(steppers);
  const visits = new Map<number | string, number>();
  const words: string[] = [];
  let level: readonly Reached[] = [{ states: steppers.map(() => 0), word: "" }];
  let budget = stateBudget;
  while (level.length > 0) {
    const next: Reached[] = [];
    for (const reached of level) {
      if (isAccepted(steppers, reached.states) && words.push(reached.word) >= limit)
        return { words, complete: false };
      for (const codePoint of alphabet) {
        const states = advance(steppers, reached.states, codePoint);
        if (states === undefined) continue;
        const key = keyOf(states);
        const visited = visits.get(key) ?? 0;
        // To find n texts no state need be left by more than n ways.
        if (visited >= limit) continue;
        visits.set(key, visited + 1);
        next.push({ states, word: reached.word + String.fromCodePoint(codePoint) });
        budget -= 1;
        if (budget === 0) return { words, complete: false };
      }
    }
    level = next;
  }
  return { words, complete: true };
}

/** The states after one more character; undefined where a wanted language can no longer be reached. */
function advance(
  steppers: readonly Stepper[],
  states: readonly number[],
  codePoint: number,
): readonly number[] | undefined {
  const result: number[] = [];
  for (const [index, stepper] of steppers.entries()) {
    const state = states[index] ?? -1;
    const next = state < 0 ? -1 : stepper.step(state, codePoint);
    if (next < 0 && stepper.wanted) return undefined;
    result.push(next);
  }
  return result;
}

function isAccepted(steppers: readonly Stepper[], states: readonly number[]): boolean {
  return steppers.every((stepper, index) => {
    const state = states[index] ?? -1;
    return (state >= 0 && stepper.isFinal(state)) === stepper.wanted;
  });
}

/** What tells one state of the product from the others: a number, where they can all be counted. */
function productKey(steppers: readonly Stepper[]): (states: readonly number[]) => number | string {
  const sizes = steppers.map(({ size }) => (size === undefined ? Number.POSITIVE_INFINITY : size + 1));
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > Number.MAX_SAFE_INTEGER) return (states) => states.join();
  return (states) => states.reduce((key, state, index) => key * (sizes[index] ?? 1) + state + 1, 0);
}

/**
 * The code points to try: of each class that no automaton splits so many as texts are wanted, or all of them, those that people type first.
 * So there are fewer texts than wanted only if there are no others.
 */
function alphabetOf(steppers: readonly Stepper[], limit: number): readonly number[] {
  const starts = [...new Set([0, 0xe000, ...steppers.flatMap((stepper) => stepper.starts)])]
    .filter((start) => start <= 0x10ffff)
    .sort((a, b) => a - b);
  const ranges = starts.flatMap((start, index) =>
    withoutSurrogates(start, (starts[index + 1] ?? 0x110000) - 1),
  );
  const classes = groupBy(ranges, ([start]) => steppers.map((stepper) => stepper.classOf(start)).join());
  return [...classes.values()]
    .flatMap((members) =>
      members
        .flatMap((range) => samples(range, limit))
        .sort(byRank)
        .slice(0, limit),
    )
    .sort(byRank);
}

type CodePoints = readonly [first: number, last: number];

function withoutSurrogates(start: number, end: number): readonly CodePoints[] {
  const parts: readonly CodePoints[] = [
    [start, Math.min(end, 0xd7ff)],
    [Math.max(start, 0xe000), end],
  ];
  return parts.filter(([first, last]) => first <= last);
}

/** Some code points of a range, `limit` of them or all: the favourites, what can be seen, then whatever comes first. */
function samples([first, last]: CodePoints, limit: number): readonly number[] {
  const visible = Math.min(Math.max(first, 0x21), last);
  const inOrder = [visible, first].flatMap((start) =>
    Array.from({ length: Math.min(limit, last - start + 1) }, (_, index) => start + index),
  );
  return [...new Set([...favourites.filter((code) => code >= first && code <= last), ...inOrder])];
}

function byRank(left: number, right: number): number {
  return rank(left) - rank(right) || left - right;
}

const favourites = [..."axyz019AZ-_./"].map((character) => character.charCodeAt(0));

function rank(codePoint: number): number {
  const place = favourites.indexOf(codePoint);
  if (place >= 0) return place;
  if (codePoint >= 0x61 && codePoint <= 0x7a) return 20;
  return codePoint > 0x20 && codePoint < 0x7f ? 30 : 40;
}

function stepperOf(automaton: Automaton, wanted: boolean): Stepper {
  if (automaton.kind === "nondeterministic") return subsetStepper(automaton, wanted);
  const { starts, classes, width, next, final } = automaton;
  const classOf = (codePoint: number) => classes[lastNotAbove(starts, codePoint)] ?? 0;
  return {
    wanted,
    size: final.length,
    starts,
    classOf,
    step: (state, codePoint) => next[state * width + classOf(codePoint)] ?? -1,
    isFinal: (state) => final[state] === 1,
  };
}

/** The subset construction as far as a search goes: `.*a.{20}` has a million subsets, of which a short text meets few. */
function subsetStepper({ sets, takes, leads }: NondeterministicAutomaton, wanted: boolean): Stepper {
  const subsets: (readonly number[])[] = [];
  const indexOf = new Map<string, number>();
  const intern = (reached: readonly number[]): number => {
    const closed = new Set(reached);
    for (const state of closed)
      if (takes[state] === -1) for (const target of leads[state] ?? []) closed.add(target);
    const subset = [...closed].sort((a, b) => a - b);
    if (subset.length === 0) return -1;
    const key = subset.join();
    const known = indexOf.get(key) ?? subsets.push(subset) - 1;
    indexOf.set(key, known);
    return known;
  };
  intern([0]);
  const isInSet = (set: number, codePoint: number) => isInRanges(codePoint, sets[set] ?? []);
  const takesOne = (state: number, codePoint: number): boolean => isInSet(takes[state] ?? -1, codePoint);
  return {
    wanted,
    size: undefined,
    classOf: (codePoint) => sets.map((_, set) => Number(isInSet(set, codePoint))).join(""),
    starts: sets.flatMap((set) => set.map((bound, index) => (index % 2 === 0 ? bound : bound + 1))),
    step: (state, codePoint) =>
      intern(
        (subsets[state] ?? []).flatMap((each) => (takesOne(each, codePoint) ? (leads[each] ?? []) : [])),
      ),
    isFinal: (state) => (subsets[state] ?? []).includes(takes.length - 1),
  };
}

/** Counts characters, as far as it matters. */
function counter({ minimum, maximum }: NonNullable<Language["lengths"]>, wanted: boolean): Stepper {
  const enough = Number.isFinite(maximum) ? maximum : minimum;
  return {
    wanted,
    size: enough + 1,
    starts: [0],
    classOf: () => 0,
    step: (state) => (state < enough ? state + 1 : Number.isFinite(maximum) ? -1 : state),
    isFinal: (state) => state >= minimum,
  };
}
