import type { Automaton, DeterministicAutomaton, NondeterministicAutomaton } from "../runtime/pattern.js";
import type { CharacterSet } from "../syntax/character-set.js";
import type { RegexNode } from "../syntax/regex.js";
import { assertNever } from "../util/invariant.js";
import { minimize } from "./minimize-automaton.js";

/** How large a deterministic table may become. */
export interface AutomatonLimits {
  readonly states: number;
  /** States times classes. */
  readonly entries: number;
}

const usualLimits: AutomatonLimits = { states: 512, entries: 32_768 };

/**
 * The automaton of a regular expression: deterministic and minimal where its table stays within the limits, else nondeterministic
 * (`.*a.{20}` would take a million states). Both take time linear in the text; equal languages within the limits give equal tables.
 *
 * Thompson, "Regular expression search algorithm" (1968), then the subset construction.
 */
export function compileAutomaton(regex: RegexNode, limits: AutomatonLimits = usualLimits): Automaton {
  const thompson = thompsonAutomaton(regex);
  const deterministic = determinize(thompson, limits);
  return deterministic === undefined ? thompson : minimize(deterministic);
}

interface Builder {
  readonly sets: number[][];
  readonly indexOfSet: Map<string, number>;
  readonly takes: number[];
  readonly leads: number[][];
}

/** The nondeterministic automaton of a regular expression: soon made, and slow to run. */
export function thompsonAutomaton(regex: RegexNode): NondeterministicAutomaton {
  const builder: Builder = { sets: [], indexOfSet: new Map(), takes: [], leads: [] };
  const start = addState(builder, -1);
  const end = addNode(builder, regex, start);
  connect(builder, end, addState(builder, -1));
  const { sets, takes, leads } = builder;
  return { kind: "nondeterministic", sets, takes, leads };
}

function addState({ takes, leads }: Builder, set: number): number {
  leads.push([]);
  return takes.push(set) - 1;
}

function connect({ leads }: Builder, from: number, to: number): void {
  leads[from]?.push(to);
}

/** Adds the states of a node after the state `start`, which takes nothing; the state that they end in takes nothing either. */
function addNode(builder: Builder, node: RegexNode, start: number): number {
  switch (node.kind) {
    case "characters":
      return addCharacters(builder, node.set, start);
    case "sequence":
      return node.parts.reduce((state, part) => addNode(builder, part, state), start);
    case "alternation":
      return addAlternation(builder, node.alternatives, start);
    case "repeat":
      return addRepeat(builder, node, start);
    default:
      return assertNever(node);
  }
}

function addCharacters(builder: Builder, set: CharacterSet, start: number): number {
  const taking = addState(builder, indexOfSet(builder, boundsOf(set)));
  const end = addState(builder, -1);
  connect(builder, start, taking);
  connect(builder, taking, end);
  return end;
}

/** The bounds of a set's ranges. The gap of the surrogates is closed: no text has one. */
function boundsOf(set: CharacterSet): number[] {
  return set
    .flat()
    .filter(
      (bound, index, bounds) =>
        !isSurrogateGap(bound, bounds[index + 1]) && !isSurrogateGap(bounds[index - 1], bound),
    );
}

function isSurrogateGap(end: number | undefined, start: number | undefined): boolean {
  return end === 0xd7ff && start === 0xe000;
}

function indexOfSet({ sets, indexOfSet: indices }: Builder, set: number[]): number {
  const key = set.join();
  const known = indices.get(key);
  if (known !== undefined) return known;
  indices.set(key, sets.length);
  return sets.push(set) - 1;
}

function addAlternation(builder: Builder, alternatives: readonly RegexNode[], start: number): number {
  const ends = alternatives.map((alternative) => {
    const begin = addState(builder, -1);
    connect(builder, start, begin);
    return addNode(builder, alternative, begin);
  });
  const end = addState(builder, -1);
  for (const state of ends) connect(builder, state, end);
  return end;
}

/** `a{2,4}` → `aa(a(a)?)?`, `a{2,}` → `aaa*`: the parser bounds the size. */
function addRepeat(
  builder: Builder,
  { body, min, max }: Extract<RegexNode, { kind: "repeat" }>,
  start: number,
): number {
  let state = start;
  for (let count = 0; count < min; count += 1) state = addNode(builder, body, state);
  if (max === undefined) return addLoop(builder, body, state);
  const end = addState(builder, -1);
  for (let count = min; count < max; count += 1) {
    connect(builder, state, end);
    // A state of its own: what follows must not lead back into what is optional here.
    const begin = addState(builder, -1);
    connect(builder, state, begin);
    state = addNode(builder, body, begin);
  }
  connect(builder, state, end);
  return end;
}

function addLoop(builder: Builder, body: RegexNode, start: number): number {
  const loop = addState(builder, -1);
  connect(builder, start, loop);
  connect(builder, addNode(builder, body, loop), loop);
  const end = addState(builder, -1);
  connect(builder, loop, end);
  return end;
}

/** Code points in classes: those that are in the same sets of an automaton. */
interface Partition {
  readonly starts: readonly number[];
  readonly classes: readonly number[];
  /** For each class the indices of the sets that it is in. */
  readonly members: readonly ReadonlySet<number>[];
}

function partitionOf(sets: NondeterministicAutomaton["sets"]): Partition {
  const cuts = sets.flatMap((set) => set.map((bound, index) => (index % 2 === 0 ? bound : bound + 1)));
  const starts = [...new Set([0, ...cuts])]
    .filter((start) => start <= 0x10ffff)
    .sort((left, right) => left - right);
  const signatures = membershipOf(starts, sets).map((indices) => indices.join());
  const distinct = [...new Set(signatures)];
  const classOf = new Map(distinct.map((signature, index) => [signature, index]));
  return {
    starts,
    classes: signatures.map((signature) => classOf.get(signature) ?? 0),
    members: distinct.map((signature) => new Set(signature === "" ? [] : signature.split(",").map(Number))),
  };
}

/** For each interval the indices of the sets that it is in. */
function membershipOf(
  starts: readonly number[],
  sets: NondeterministicAutomaton["sets"],
): readonly number[][] {
  const indexOf = new Map(starts.map((start, index) => [start, index]));
  const membership: number[][] = starts.map(() => []);
  sets.forEach((set, setIndex) => {
    for (let i = 0; i < set.length; i += 2) {
      const from = indexOf.get(set[i] ?? 0) ?? 0;
      const to = indexOf.get((set[i + 1] ?? 0) + 1) ?? starts.length;
      for (let interval = from; interval < to; interval += 1) membership[interval]?.push(setIndex);
    }
  });
  return membership;
}

/** The subset construction; undefined where it would pass the limits. */
function determinize(
  automaton: NondeterministicAutomaton,
  limits: AutomatonLimits,
): DeterministicAutomaton | undefined {
  const { starts, classes, members } = partitionOf(automaton.sets);
  const { takes } = automaton;
  const width = members.length;
  const last = takes.length - 1;
  const subsets = new Subsets(automaton);
  const next: number[] = [];
  for (let state = 0; state < subsets.all.length; state += 1) {
    if (state >= limits.states || (state + 1) * width > limits.entries) return undefined;
    const subset = subsets.all[state] ?? [];
    for (const sets of members)
      next.push(subsets.after(subset.filter((each) => sets.has(takes[each] ?? -1))));
  }
  const final = subsets.all.map((subset) => (subset.includes(last) ? 1 : 0));
  return { kind: "deterministic", starts, classes, width, next, final };
}

/** The sets of states that an automaton can be in at once, in the order in which they are found: of states, those that take a character, and the last. */
class Subsets {
  readonly all: (readonly number[])[] = [];
  readonly #automaton: NondeterministicAutomaton;
  readonly #indexOf = new Map<string, number>();
  /** What follows states that take a character: most classes of characters are taken by the same ones. */
  readonly #after = new Map<string, number>([["", -1]]);
  readonly #closures: (readonly number[] | undefined)[] = [];

  constructor(automaton: NondeterministicAutomaton) {
    this.#automaton = automaton;
    this.#intern(this.#closureOf(0));
  }

  /** The subset that is reached when these states take a character; -1 if there are none. */
  after(taking: readonly number[]): number {
    const key = taking.join();
    const known = this.#after.get(key);
    if (known !== undefined) return known;
    const { leads } = this.#automaton;
    const reached = new Set<number>();
    for (const state of taking)
      for (const target of leads[state] ?? []) for (const each of this.#closureOf(target)) reached.add(each);
    const index = this.#intern([...reached].sort((a, b) => a - b));
    this.#after.set(key, index);
    return index;
  }

  #intern(subset: readonly number[]): number {
    const key = subset.join();
    const index = this.#indexOf.get(key) ?? this.all.push(subset) - 1;
    this.#indexOf.set(key, index);
    return index;
  }

  /** A state, or those that it leads on to without a character: of them, sorted, those that take one, and the last. */
  #closureOf(state: number): readonly number[] {
    const known = this.#closures[state];
    if (known !== undefined) return known;
    const { takes, leads } = this.#automaton;
    const seen = new Set([state]);
    // A Set's iterator goes on to what is added on the way.
    for (const each of seen) if (takes[each] === -1) for (const target of leads[each] ?? []) seen.add(target);
    const isKept = (each: number) => takes[each] !== -1 || each === takes.length - 1;
    const closure = [...seen].filter(isKept).sort((a, b) => a - b);
    this.#closures[state] = closure;
    return closure;
  }
}
