import type { DeterministicAutomaton } from "../runtime/pattern.js";

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
  const rows = completeRows(automaton);
  const blocks = equivalentStates(rows, [...automaton.final, 0]);
  const dead = blocks.at(-1);
  const numbers = new Map([[blocks[0], 0]]);
  const queue = [0];
  const next: number[] = [];
  const final: (0 | 1)[] = [];
  // The loop goes on to the states that it finds.
  for (const state of queue) {
    final.push(automaton.final[state] ?? 0);
    for (const target of rows[state] ?? []) {
      const block = blocks[target];
      if (block !== dead && !numbers.has(block)) numbers.set(block, queue.push(target) - 1);
      next.push(block === dead ? -1 : (numbers.get(block) ?? -1));
    }
  }
  return { ...automaton, next, final };
}

/** The table in rows, with a state at its end in the place of -1: one that never ends well. */
function completeRows({ next, final, width }: DeterministicAutomaton): readonly (readonly number[])[] {
  const dead = final.length;
  const rows = final.map((_, state) => next.slice(state * width, (state + 1) * width));
  return [
    ...rows.map((row) => row.map((target) => (target < 0 ? dead : target))),
    new Array<number>(width).fill(dead),
  ];
}

/** For each state the number of its block: states of one block accept the same texts. */
function equivalentStates(rows: readonly (readonly number[])[], final: readonly number[]): readonly number[] {
  const width = rows[0]?.length ?? 0;
  const before = predecessors(rows, width);
  const partition = new StatePartition(final);
  // Whichever half of a split block is looked at, the other half is known too: the smaller one costs less.
  const waiting = partition.blocks.map((_, block) => block);
  const isWaiting = new Set(waiting);
  for (let splitter = waiting.pop(); splitter !== undefined; splitter = waiting.pop()) {
    isWaiting.delete(splitter);
    const members = [...(partition.blocks[splitter] ?? [])];
    for (let column = 0; column < width; column += 1) {
      const leading = members.flatMap((state) => before[state * width + column] ?? []);
      for (const [block, added] of partition.split(leading)) {
        const smaller = isWaiting.has(block) ? added : partition.smallerOf(block, added);
        if (isWaiting.has(smaller)) continue;
        isWaiting.add(smaller);
        waiting.push(smaller);
      }
    }
  }
  return partition.blockOf;
}

/** For each state and column, at `state * width + column`, the states that lead to it. */
function predecessors(
  rows: readonly (readonly number[])[],
  width: number,
): readonly (readonly number[] | undefined)[] {
  const before: number[][] = [];
  rows.forEach((row, state) => {
    row.forEach((target, column) => {
      const place = target * width + column;
      const known = before[place];
      if (known === undefined) before[place] = [state];
      else known.push(state);
    });
  });
  return before;
}

/** States in blocks that only get smaller. */
class StatePartition {
  readonly blockOf: number[];
  readonly blocks: Set<number>[] = [];

  constructor(labels: readonly number[]) {
    const distinct = [...new Set(labels)];
    this.blockOf = labels.map((label) => distinct.indexOf(label));
    for (const label of distinct)
      this.blocks.push(new Set(labels.flatMap((each, state) => (each === label ? [state] : []))));
  }

  /** Splits every block of which some states, but not all, are among `states`: which blocks, and the new ones that those are in. */
  split(states: readonly number[]): readonly (readonly [block: number, added: number])[] {
    const touched = new Map<number, number[]>();
    for (const state of states) {
      const block = this.blockOf[state] ?? 0;
      const known = touched.get(block);
      if (known === undefined) touched.set(block, [state]);
      else known.push(state);
    }
    return [...touched].flatMap(([block, inside]) =>
      inside.length === this.blocks[block]?.size ? [] : [[block, this.#add(block, inside)] as const],
    );
  }

  smallerOf(left: number, right: number): number {
    return (this.blocks[left]?.size ?? 0) < (this.blocks[right]?.size ?? 0) ? left : right;
  }

  #add(block: number, states: readonly number[]): number {
    const added = this.blocks.push(new Set(states)) - 1;
    for (const state of states) {
      this.blocks[block]?.delete(state);
      this.blockOf[state] = added;
    }
    return added;
  }
}

function mergeClasses(automaton: DeterministicAutomaton): DeterministicAutomaton {
  const { starts, width, next, final } = automaton;
  const columnOf = (codeClass: number) => final.map((_, state) => next[state * width + codeClass]).join();
  const columns = numberByAppearance(Array.from({ length: width }, (_, codeClass) => columnOf(codeClass)));
  const classes = numberByAppearance(automaton.classes.map((codeClass) => columns[codeClass]));
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

/** Equal values get one number: 0 the first, 1 the next that is new. */
function numberByAppearance(values: readonly unknown[]): readonly number[] {
  const numbers = new Map<unknown, number>();
  return values.map((value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
}
