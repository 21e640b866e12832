import { type IntervalSet, integers, union } from "../encode/interval-set.js";
import { countSteps } from "../steps.js";
import { alphabetOf } from "./alphabet.js";
import type { SignedLanguage } from "./language.js";
import { type Stepper, stepperOf } from "./stepper.js";

/** One of several texts that are the same in lower case, A to Z: letter by letter, and so of one length. */
export interface AlignedText {
  readonly languages: readonly SignedLanguage[];
  /** It is in lower case itself. */
  readonly isLowered: boolean;
}

/** Texts that are the same in lower case, and which of them have to differ. */
export interface AlignedTexts {
  readonly texts: readonly AlignedText[];
  readonly differing: readonly (readonly [left: number, right: number])[];
}

/** What a search found: of each tuple one word for each text. `complete`: there are no others. */
export interface FoundTuples {
  readonly tuples: readonly (readonly string[])[];
  readonly complete: boolean;
}

/** How many states a search visits at most: the same on every machine. */
const stateBudget = 20_000;

/** How many steps it takes at most, and how many it is to look at a state of one automaton with one more letter, in either case. */
const [stepBudget, stepsOfLetter] = [4_000_000, 4];

/**
 * The shortest words for all texts at once, at most `limit` tuples of them: breadth-first over the product of all automata, in which every
 * step is one letter in lower case, written so or in upper case in each of the texts.
 */
export function findAlignedTexts(problem: AlignedTexts, limit: number): FoundTuples {
  const product = productOf(problem, limit);
  const visits = new Map<string, number>();
  const tuples: (readonly string[])[] = [];
  let level: readonly Reached[] = [{ state: product.start, words: problem.texts.map(() => "") }];
  let budget = stateBudget;
  let steps = stepBudget;
  while (level.length > 0) {
    const next: Reached[] = [];
    for (const { state, words } of level) {
      if (product.isAccepted(state) && tuples.push(words) >= limit) return { tuples, complete: false };
      countSteps(product.stepsOfState);
      steps -= product.stepsOfState;
      if (steps < 0) return { tuples, complete: false };
      for (const step of product.stepsFrom(state)) {
        const key = keyOf(step.state);
        const visited = visits.get(key) ?? 0;
        // To find n tuples no state need be left by more than n ways.
        if (visited >= limit) continue;
        visits.set(key, visited + 1);
        next.push({
          state: step.state,
          words: words.map((word, index) => word + (step.letters[index] ?? "")),
        });
        budget -= 1;
        if (budget === 0) return { tuples, complete: false };
      }
    }
    level = next;
  }
  return { tuples, complete: true };
}

/**
 * The lengths that such texts can have: whether there are some of a length, the states say that are reached with so many letters, and those
 * come round again. What is too far to see is in the set.
 */
export function alignedLengths(problem: AlignedTexts): IntervalSet<number> {
  const product = productOf(problem, 1);
  const lengths: number[] = [];
  const seen = new Map<string, number>();
  let level = new Map([[keyOf(product.start), product.start]]);
  let budget = stateBudget;
  for (let length = 0; level.size > 0; length += 1) {
    const key = [...level.keys()].sort().join(" ");
    const before = seen.get(key);
    if (before !== undefined) return repeated(lengths, before, length);
    if (length >= mostLengths || budget < 0) return setOf(lengths, length);
    seen.set(key, length);
    if ([...level.values()].some(product.isAccepted)) lengths.push(length);
    const steps = [...level.values()].flatMap((state) => product.stepsFrom(state));
    countSteps(level.size * product.stepsOfState);
    budget -= steps.length;
    level = new Map(steps.map(({ state }) => [keyOf(state), state]));
  }
  return setOf(lengths);
}

/** Lengths that are told one by one. */
const mostLengths = 200;

/** Lengths of which those from `before` on come again after `length`: all of them, none, or some, and of these the first hundreds. */
function repeated(lengths: readonly number[], before: number, length: number): IntervalSet<number> {
  const again = lengths.filter((each) => each >= before);
  if (again.length === 0) return setOf(lengths);
  if (again.length === length - before) return setOf(lengths, before);
  const all = [...lengths];
  let round = length;
  for (; round < mostLengths; round += length - before)
    all.push(...again.map((each) => each - before + round));
  return setOf(all, round);
}

function setOf(lengths: readonly number[], from?: number): IntervalSet<number> {
  const points = lengths.map((length): IntervalSet<number> => [[length, length]]);
  return union(
    integers,
    ...points,
    ...(from === undefined ? [] : [[[from, Number.MAX_SAFE_INTEGER]] as const]),
  );
}

/** The states of all automata, and which of the differing pairs do differ so far. */
interface State {
  readonly states: readonly (readonly number[])[];
  readonly differs: readonly boolean[];
}

interface Reached {
  readonly state: State;
  readonly words: readonly string[];
}

/** A step: the state that it leads to, and the letter of each text. */
interface Step {
  readonly state: State;
  readonly letters: readonly string[];
}

interface Product {
  readonly start: State;
  /** How many steps it takes to find those from a state. */
  readonly stepsOfState: number;
  stepsFrom(state: State): readonly Step[];
  isAccepted(this: void, state: State): boolean;
}

function keyOf({ states, differs }: State): string {
  return `${states.join()} ${differs.map(Number).join("")}`;
}

function productOf({ texts, differing }: AlignedTexts, limit: number): Product {
  const steppers = texts.map(({ languages }) => languages.map(stepperOf));
  const letters = lettersFor(steppers.flat(), limit).map((codePoint) =>
    writtenLetters(texts, steppers, codePoint),
  );
  return {
    start: { states: steppers.map((each) => each.map(() => 0)), differs: differing.map(() => false) },
    stepsOfState: letters.length * steppers.flat().length * stepsOfLetter,
    stepsFrom: (state) => letters.flatMap((written) => stepsWith(state, written, steppers, differing)),
    isAccepted: ({ states, differs }) =>
      differs.every(Boolean) &&
      steppers.every((own, text) =>
        own.every((stepper, index) => stepper.distance(states[text]?.[index] ?? -1) === 0),
      ),
  };
}

/** A letter as it is written in a text, with its class in each of the text's automata. */
interface WrittenLetter {
  readonly letter: string;
  readonly classes: readonly number[];
}

/** In which ways each of the texts can have a letter that is given in lower case. */
function writtenLetters(
  texts: readonly AlignedText[],
  steppers: readonly (readonly Stepper[])[],
  codePoint: number,
): readonly (readonly WrittenLetter[])[] {
  return texts.map(({ isLowered }, text) => {
    const written = isLowered || !isLower(codePoint) ? [codePoint] : [codePoint, codePoint - shift];
    return written.map((each) => ({
      letter: String.fromCodePoint(each),
      classes: (steppers[text] ?? []).map((stepper) => stepper.classOf(each)),
    }));
  });
}

/** All steps with one letter: text by text, as long as each can still become as wanted. */
function stepsWith(
  { states, differs }: State,
  written: readonly (readonly WrittenLetter[])[],
  steppers: readonly (readonly Stepper[])[],
  differing: AlignedTexts["differing"],
): readonly Step[] {
  let partial: readonly {
    readonly states: readonly (readonly number[])[];
    readonly letters: readonly string[];
  }[] = [{ states: [], letters: [] }];
  for (const [text, ways] of written.entries()) {
    const advanced = ways.flatMap(({ letter, classes }) => {
      const next = advance(steppers[text] ?? [], states[text] ?? [], classes);
      return next === undefined ? [] : [{ letter, next }];
    });
    partial = partial.flatMap((before) =>
      advanced.map(({ letter, next }) => ({
        states: [...before.states, next],
        letters: [...before.letters, letter],
      })),
    );
  }
  return partial.map(({ states: reached, letters }) => ({
    letters,
    state: {
      states: reached,
      differs: differing.map(
        ([left, right], pair) => (differs[pair] ?? false) || letters[left] !== letters[right],
      ),
    },
  }));
}

function advance(
  steppers: readonly Stepper[],
  states: readonly number[],
  classes: readonly number[],
): readonly number[] | undefined {
  const result: number[] = [];
  for (const [index, stepper] of steppers.entries()) {
    const state = states[index] ?? -1;
    const next = state < 0 ? -1 : stepper.step(state, classes[index] ?? 0);
    if (stepper.distance(next) === Number.POSITIVE_INFINITY) return undefined;
    result.push(next);
  }
  return result;
}

/** The letters in lower case to try: two of a class are so in either case. */
function lettersFor(steppers: readonly Stepper[], limit: number): readonly number[] {
  const inUpper = steppers.map((stepper) => ({
    ...stepper,
    starts: [lowerA, lowerZ + 1, ...stepper.starts.map((start) => start + shift)],
    classOf: (codePoint: number) => stepper.classOf(isLower(codePoint) ? codePoint - shift : codePoint),
  }));
  const byCase = { ...caseStepper };
  return alphabetOf([...steppers, ...inUpper, byCase], limit).filter((codePoint) => !isUpper(codePoint));
}

const [upperA, upperZ, lowerA, lowerZ] = [0x41, 0x5a, 0x61, 0x7a];
const shift = lowerA - upperA;

function isLower(codePoint: number): boolean {
  return codePoint >= lowerA && codePoint <= lowerZ;
}

function isUpper(codePoint: number): boolean {
  return codePoint >= upperA && codePoint <= upperZ;
}

/** Tells letters in upper and in lower case from all other characters. */
const caseStepper: Stepper = {
  wanted: true,
  size: 1,
  starts: [0, upperA, upperZ + 1, lowerA, lowerZ + 1],
  classOf: (codePoint) => (isUpper(codePoint) ? 1 : isLower(codePoint) ? 2 : 0),
  step: () => 0,
  distance: () => 0,
};
