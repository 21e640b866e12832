import { countSteps } from "../steps.js";
import { alphabetOf } from "./alphabet.js";
import type { SignedLanguage } from "./language.js";
import { type Stepper, stepperOf } from "./stepper.js";

/** What a search for texts found. `complete`: there are no others. */
export interface FoundWords {
  readonly words: readonly string[];
  readonly complete: boolean;
}

/** What a search goes for: the shortest texts, or the first that come within reach. */
export type SearchAim = "shortest" | "any";

/** How many states of the product a search visits at most: the same on every machine. */
const stateBudget = 20_000;

/** How many steps it takes at most: each looks at a state of one automaton with one more letter. */
const stepBudget = 4_000_000;

/**
 * Texts, at most `limit`, that are in all the wanted languages and in none of the others: a search over the product of their automata, whose
 * states are made as they are reached. It goes on where the fewest characters are still needed (A*, Hart, Nilsson and Raphael 1968): no
 * automaton by itself can be satisfied with fewer, so the shortest texts come first, and a state without a way on is never entered. Of one
 * length, those of plain characters come first.
 */
export function searchProduct(
  languages: readonly SignedLanguage[],
  limit: number,
  aim: SearchAim,
): FoundWords {
  const steppers = languages.map(stepperOf);
  const letters = alphabetOf(steppers, limit).map(
    (codePoint): Letter => ({
      text: String.fromCodePoint(codePoint),
      classes: steppers.map((stepper) => stepper.classOf(codePoint)),
    }),
  );
  const priorityOf = aim === "shortest" ? fewestCharacters : fewestInAll;
  const queue = new WayQueue();
  const ways = new WayCounter(steppers, limit);
  const words: string[] = [];
  const start: Way = { states: steppers.map(() => 0), length: 0, before: undefined, letter: "" };
  const first = priorityOf(steppers, start);
  if (first !== Number.POSITIVE_INFINITY) queue.add(start, first);
  let budget = stateBudget;
  let steps = stepBudget;
  const stepsOfWay = letters.length * steppers.length;
  for (let way = queue.take(); way !== undefined; way = queue.take()) {
    if (isAccepted(steppers, way.states) && words.push(textOf(way)) >= limit)
      return { words, complete: false };
    countSteps(stepsOfWay);
    steps -= stepsOfWay;
    if (steps < 0) return { words, complete: false };
    for (const letter of letters) {
      const states = advance(steppers, way.states, letter);
      const length = way.length + 1;
      if (states === undefined || !ways.isOneOfShortest(states, length)) continue;
      const longer: Way = { states, length, before: way, letter: letter.text };
      queue.add(longer, priorityOf(steppers, longer));
      budget -= 1;
      if (budget === 0) return { words, complete: false };
    }
  }
  return { words, complete: true };
}

interface Letter {
  readonly text: string;
  /** Its class in each automaton. */
  readonly classes: readonly number[];
}

/** A text so far. */
interface Way {
  readonly states: readonly number[];
  readonly length: number;
  readonly before: Way | undefined;
  readonly letter: string;
}

function textOf(way: Way): string {
  const letters: string[] = [];
  for (let each: Way | undefined = way; each !== undefined; each = each.before) letters.push(each.letter);
  return letters.reverse().join("");
}

/** The states after one more character; undefined where a text can no longer become as wanted. */
function advance(
  steppers: readonly Stepper[],
  states: readonly number[],
  { classes }: Letter,
): readonly number[] | undefined {
  const result: number[] = [];
  for (let index = 0; index < steppers.length; index += 1) {
    const stepper = steppers[index];
    const state = states[index] ?? -1;
    const next = state < 0 || stepper === undefined ? -1 : stepper.step(state, classes[index] ?? 0);
    if (stepper?.distance(next) === Number.POSITIVE_INFINITY) return undefined;
    result.push(next);
  }
  return result;
}

function isAccepted(steppers: readonly Stepper[], states: readonly number[]): boolean {
  return steppers.every((stepper, index) => stepper.distance(states[index] ?? -1) === 0);
}

/** How long a text becomes at least. */
function fewestCharacters(steppers: readonly Stepper[], { states, length }: Way): number {
  let most = 0;
  for (let index = 0; index < steppers.length; index += 1)
    most = Math.max(most, steppers[index]?.distance(states[index] ?? -1) ?? 0);
  return length + most;
}

/** How many characters are needed if each automaton needs its own. */
function fewestInAll(steppers: readonly Stepper[], { states }: Way): number {
  let sum = 0;
  for (let index = 0; index < steppers.length; index += 1)
    sum += steppers[index]?.distance(states[index] ?? -1) ?? 0;
  return sum;
}

/** Ways to go on from: those of the least priority first, of these the shortest, of these in their order. */
class WayQueue {
  readonly #byPriority = new Map<number, Map<number, Line>>();
  #least = Number.POSITIVE_INFINITY;

  add(way: Way, priority: number): void {
    const byLength = this.#byPriority.get(priority) ?? new Map<number, Line>();
    this.#byPriority.set(priority, byLength);
    const line = byLength.get(way.length);
    if (line === undefined) byLength.set(way.length, { ways: [way], taken: 0 });
    else line.ways.push(way);
    this.#least = Math.min(this.#least, priority);
  }

  /** The way that comes next. */
  take(): Way | undefined {
    let byLength = this.#byPriority.get(this.#least);
    if (byLength === undefined) {
      this.#least = Math.min(...this.#byPriority.keys());
      byLength = this.#byPriority.get(this.#least);
    }
    if (byLength === undefined) return undefined;
    const shortest = Math.min(...byLength.keys());
    const line = byLength.get(shortest);
    const way = line?.ways[line.taken];
    if (line !== undefined) line.taken += 1;
    if (line?.taken === line?.ways.length) byLength.delete(shortest);
    if (byLength.size === 0) this.#byPriority.delete(this.#least);
    return way;
  }
}

/** Ways of one priority and length, and how many of them have been taken. */
interface Line {
  readonly ways: Way[];
  taken: number;
}

/** Of the ways to each state of the product, how long those are that have been found. */
class WayCounter {
  readonly #limit: number;
  readonly #keyOf: (states: readonly number[]) => number | string;
  readonly #lengths = new Map<number | string, number[]>();

  constructor(steppers: readonly Stepper[], limit: number) {
    this.#limit = limit;
    this.#keyOf = productKey(steppers);
  }

  /** Notes a way, unless there are enough that are no longer: to find n texts no state need be left by more than its n shortest. */
  isOneOfShortest(states: readonly number[], length: number): boolean {
    const key = this.#keyOf(states);
    const lengths = this.#lengths.get(key);
    if (lengths === undefined) {
      this.#lengths.set(key, [length]);
      return true;
    }
    if (lengths.length < this.#limit) {
      lengths.push(length);
      return true;
    }
    const longest = Math.max(...lengths);
    if (length >= longest) return false;
    lengths[lengths.indexOf(longest)] = length;
    return true;
  }
}

/** What tells one state of the product from the others: a number, where they can all be counted. */
function productKey(steppers: readonly Stepper[]): (states: readonly number[]) => number | string {
  const sizes = steppers.map(({ size }) => (size === undefined ? Number.POSITIVE_INFINITY : size + 1));
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > Number.MAX_SAFE_INTEGER) return (states) => states.join();
  return (states) => {
    let key = 0;
    for (let index = 0; index < sizes.length; index += 1)
      key = key * (sizes[index] ?? 1) + (states[index] ?? -1) + 1;
    return key;
  };
}
