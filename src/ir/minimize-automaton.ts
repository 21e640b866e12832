import type { DeterministicAutomaton } from "../runtime/pattern.js";
import { StatePartition } from "./state-partition.js";

/**
 * The smallest automaton of the same language, its states and classes numbered in the order in which they are first met, so that equal
 * languages have equal tables. Hopcroft's algorithm (1971); then classes that no state tells apart become one.
 *
 * Law `minimize-preserves-language`: for every text, `matchesAutomaton` gives the same before and after.
 */
export function minimize(automaton: DeterministicAutomaton): DeterministicAutomaton {
  return mergeClasses(mergeStates(automaton));
}

function mergeStates(automaton: DeterministicAutomaton): DeterministicAutomaton {
  const { width } = automaton;
  const targets = completeTable(automaton);
  const blocks = equivalentStates(targets, [...automaton.final, 0], width);
  const dead = blocks.at(-1);
  const numbers = new Map([[blocks[0], 0]]);
  const queue = [0];
  const next: number[] = [];
  const final: (0 | 1)[] = [];
  // The loop goes on to the states that it finds.
  for (const state of queue) {
    final.push(automaton.final[state] ?? 0);
    for (let column = 0; column < width; column += 1) {
      const target = targets[state * width + column] ?? 0;
      const block = blocks[target];
      if (block !== dead && !numbers.has(block)) numbers.set(block, queue.push(target) - 1);
      next.push(block === dead ? -1 : (numbers.get(block) ?? -1));
    }
  }
  return { ...automaton, next, final };
}

/** The table with a state at its end in the place of -1: one that never ends well. */
function completeTable({ next, final, width }: DeterministicAutomaton): Int32Array {
  const dead = final.length;
  const targets = new Int32Array((dead + 1) * width).fill(dead);
  next.forEach((target, place) => {
    if (target >= 0) targets[place] = target;
  });
  return targets;
}

/** For each state the number of its block: states of one block accept the same texts. */
function equivalentStates(targets: Int32Array, final: readonly number[], width: number): Int32Array {
  const before = predecessors(targets, width);
  const partition = new StatePartition(final);
  // Whichever half of a split block is looked at, the other half is known too: the smaller one costs less.
  const waiting = Array.from({ length: partition.count }, (_, block) => block);
  const isWaiting = new Set(waiting);
  for (let splitter = waiting.pop(); splitter !== undefined; splitter = waiting.pop()) {
    isWaiting.delete(splitter);
    const members = partition.statesOf(splitter);
    for (let column = 0; column < width; column += 1) {
      for (const state of members) markBefore(partition, before, state * width + column);
      for (const [block, added] of partition.split()) {
        const smaller = isWaiting.has(block) ? added : partition.smallerOf(block, added);
        if (isWaiting.has(smaller)) continue;
        isWaiting.add(smaller);
        waiting.push(smaller);
      }
    }
  }
  return partition.blockOf;
}

/** States by where they lead: those that lead to a state in a column stand together. */
interface Predecessors {
  /** Where those of `state * width + column` begin; those of the next place begin where they end. */
  readonly starts: Int32Array;
  readonly states: Int32Array;
}

function predecessors(targets: Int32Array, width: number): Predecessors {
  const starts = new Int32Array(targets.length + 1);
  const placeOf = (index: number): number => (targets[index] ?? 0) * width + (index % width);
  for (let index = 0; index < targets.length; index += 1) {
    const after = placeOf(index) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let place = 1; place < starts.length; place += 1)
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const free = starts.slice();
  const states = new Int32Array(targets.length);
  for (let index = 0; index < targets.length; index += 1) {
    const place = placeOf(index);
    const at = free[place] ?? 0;
    states[at] = Math.floor(index / width);
    free[place] = at + 1;
  }
  return { starts, states };
}

function markBefore(partition: StatePartition, { starts, states }: Predecessors, place: number): void {
  const end = starts[place + 1] ?? 0;
  for (let index = starts[place] ?? 0; index < end; index += 1) partition.mark(states[index] ?? 0);
}

function mergeClasses(automaton: DeterministicAutomaton): DeterministicAutomaton {
  const { starts, width, next, final } = automaton;
  const columns = equalColumns(next, width);
  const classes = numberByAppearance(automaton.classes.map((codeClass) => columns[codeClass] ?? 0));
  const kept = starts.map((_, index) => index).filter((index) => classes[index] !== classes[index - 1]);
  const merged = Array.from({ length: Math.max(...classes) + 1 }, (_, codeClass) =>
    classes.indexOf(codeClass),
  );
  return {
    kind: "deterministic",
    starts: kept.map((index) => starts[index] ?? 0),
    classes: kept.map((index) => classes[index] ?? 0),
    width: merged.length,
    next: final.flatMap((_, state) =>
      merged.map((index) => next[state * width + (automaton.classes[index] ?? 0)] ?? -1),
    ),
    final,
  };
}

/** For each column of the table a number: equal columns have the same one. */
function equalColumns(next: readonly number[], width: number): readonly number[] {
  let columns: readonly number[] = new Array<number>(width).fill(0);
  // Row by row those are told apart that differ there.
  for (let row = 0; row < next.length; row += width)
    columns = numberByAppearance(
      columns.map((column, index) => column + width * ((next[row + index] ?? 0) + 1)),
    );
  return columns;
}

/** Equal values get one number: 0 the first, 1 the next that is new. */
function numberByAppearance(values: readonly number[]): readonly number[] {
  const numbers = new Map<number, number>();
  return values.map((value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
}
