import {
  type Automaton,
  type DeterministicAutomaton,
  isInRanges,
  lastNotAbove,
  type NondeterministicAutomaton,
} from "../../runtime/pattern.js";
import { automatonOf, type Language, type SignedLanguage } from "./language.js";

/** An automaton one state at a time: 0 is where it begins, -1 is the state from which nothing is accepted. */
export interface Stepper {
  readonly wanted: boolean;
  /** How many states there are; undefined where they are made as they are reached. */
  readonly size: number | undefined;
  /** Where the classes of code points begin; one class leads to one state. */
  readonly starts: readonly number[];
  /** Which class a code point is in. */
  classOf(codePoint: number): number;
  /** The state after a state, which is not -1, and a code point of a class. */
  step(state: number, itsClass: number): number;
  /** How many characters more a text needs at least until it is as wanted; infinite where it can never be. */
  distance(state: number): number;
}

/** What steps through the texts of a language, or through those that are not in it. */
export function stepperOf({ language, wanted }: SignedLanguage): Stepper {
  if (language.lengths) return counter(language.lengths, wanted);
  const automaton = automatonOf(language);
  return automaton.kind === "deterministic"
    ? tableStepper(automaton, wanted)
    : subsetStepper(automaton, wanted);
}

function tableStepper(automaton: DeterministicAutomaton, wanted: boolean): Stepper {
  const { starts, classes, width, next, final } = automaton;
  const distances = distancesIn(automaton, wanted);
  return {
    wanted,
    size: final.length,
    starts,
    classOf: (codePoint) => classes[lastNotAbove(starts, codePoint)] ?? 0,
    step: (state, itsClass) => next[state * width + itsClass] ?? -1,
    distance: (state) => distances[state] ?? (wanted ? Number.POSITIVE_INFINITY : 0),
  };
}

/** Of automata the distances of their states to acceptance, and to refusal. */
const known = {
  accepted: new WeakMap<Automaton, readonly number[]>(),
  refused: new WeakMap<Automaton, readonly number[]>(),
};

function distancesIn(automaton: DeterministicAutomaton, wanted: boolean): readonly number[] {
  const cache = wanted ? known.accepted : known.refused;
  const distances = cache.get(automaton) ?? measureTable(automaton, wanted);
  cache.set(automaton, distances);
  return distances;
}

/** Backwards from the states where a text may end. Those from which nothing is accepted refuse all that follows. */
function measureTable({ next, width, final }: DeterministicAutomaton, wanted: boolean): readonly number[] {
  const dead = final.length;
  const before: number[][] = Array.from({ length: dead + 1 }, () => []);
  next.forEach((target, index) => {
    before[target < 0 ? dead : target]?.push(Math.floor(index / width));
  });
  const ends = final.flatMap((isFinal, state) => ((isFinal === 1) === wanted ? [state] : []));
  return measure(before, wanted ? ends : [...ends, dead]).slice(0, dead);
}

/** How far each state is from the nearest of `ends`, by the states that are before each. */
function measure(before: readonly (readonly number[])[], ends: readonly number[]): number[] {
  const distances = before.map(() => Number.POSITIVE_INFINITY);
  for (const end of ends) distances[end] = 0;
  const reached = [...ends];
  for (const state of reached)
    for (const earlier of before[state] ?? []) {
      if (distances[earlier] !== Number.POSITIVE_INFINITY) continue;
      distances[earlier] = (distances[state] ?? 0) + 1;
      reached.push(earlier);
    }
  return distances;
}

/** The subset construction as far as a search goes: `.*a.{20}` has a million subsets, of which a short text meets few. */
function subsetStepper(automaton: NondeterministicAutomaton, wanted: boolean): Stepper {
  const { sets, takes, leads } = automaton;
  const subsets: (readonly number[])[] = [];
  const indexOf = new Map<string, number>();
  const intern = (reached: readonly number[]): number => {
    const closed = new Set(reached);
    for (const state of closed)
      if (takes[state] === -1) for (const target of leads[state] ?? []) closed.add(target);
    const subset = [...closed].sort((a, b) => a - b);
    if (subset.length === 0) return -1;
    const key = subset.join();
    const index = indexOf.get(key) ?? subsets.push(subset) - 1;
    indexOf.set(key, index);
    return index;
  };
  intern([0]);
  const classes = signatureClasses(sets);
  const takesOne = (state: number, itsClass: number): boolean =>
    classes.isInSet(takes[state] ?? -1, itsClass);
  const isFinal = (state: number) => (subsets[state] ?? []).includes(takes.length - 1);
  const distances = wanted ? distancesAmong(automaton) : [];
  return {
    wanted,
    size: undefined,
    starts: sets.flatMap((set) => set.map((bound, index) => (index % 2 === 0 ? bound : bound + 1))),
    classOf: classes.classOf,
    step: (state, itsClass) =>
      intern((subsets[state] ?? []).flatMap((each) => (takesOne(each, itsClass) ? (leads[each] ?? []) : []))),
    // What a set of states may still refuse is not known in advance.
    distance: (state) =>
      wanted
        ? Math.min(...(subsets[state] ?? []).map((each) => distances[each] ?? Number.POSITIVE_INFINITY))
        : Number(state >= 0 && isFinal(state)),
  };
}

/** Code points that are in the same sets are of one class. */
function signatureClasses(sets: NondeterministicAutomaton["sets"]): {
  classOf(codePoint: number): number;
  isInSet(set: number, itsClass: number): boolean;
} {
  const signatures: (readonly boolean[])[] = [];
  const indexOf = new Map<string, number>();
  return {
    classOf: (codePoint) => {
      const signature = sets.map((set) => isInRanges(codePoint, set));
      const key = signature.map(Number).join("");
      const index = indexOf.get(key) ?? signatures.push(signature) - 1;
      indexOf.set(key, index);
      return index;
    },
    isInSet: (set, itsClass) => signatures[itsClass]?.[set] ?? false,
  };
}

/** How many characters each state of a nondeterministic automaton is from its end. */
function distancesAmong(automaton: NondeterministicAutomaton): readonly number[] {
  const cached = known.accepted.get(automaton);
  if (cached !== undefined) return cached;
  const { takes, leads } = automaton;
  const before: number[][] = takes.map(() => []);
  leads.forEach((targets, state) => {
    for (const target of targets) before[target]?.push(state);
  });
  const distances = takes.map(() => Number.POSITIVE_INFINITY);
  let level = [takes.length - 1];
  for (let distance = 0; level.length > 0; distance += 1) {
    const further: number[] = [];
    for (const state of level) {
      if ((distances[state] ?? 0) <= distance) continue;
      distances[state] = distance;
      // States that take nothing are as far as what they lead to: they are of the same level.
      for (const earlier of before[state] ?? []) (takes[earlier] === -1 ? level : further).push(earlier);
    }
    level = further;
  }
  known.accepted.set(automaton, distances);
  return distances;
}

/** Counts characters, as far as it matters. */
function counter({ minimum, maximum }: NonNullable<Language["lengths"]>, wanted: boolean): Stepper {
  const isBounded = Number.isFinite(maximum);
  const enough = isBounded ? maximum : minimum;
  const untilAccepted = (state: number) =>
    state < 0 ? Number.POSITIVE_INFINITY : Math.max(minimum - state, 0);
  const untilRefused = (state: number) => {
    if (state < minimum) return 0;
    return isBounded ? maximum + 1 - state : Number.POSITIVE_INFINITY;
  };
  return {
    wanted,
    size: enough + 1,
    starts: [0],
    classOf: () => 0,
    step: (state) => (state < enough ? state + 1 : isBounded ? -1 : state),
    distance: wanted ? untilAccepted : untilRefused,
  };
}
