import type { DeterministicAutomaton } from "../runtime/pattern.js";

/**
 * The smallest automaton of the same language, its states and classes numbered in the order in which they are first met, so that equal
 * languages have equal tables. Moore's algorithm; then classes that no state tells apart become one.
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

/** For each state the number of its block: states of one block accept the same texts. Splits blocks until no row tells any apart. */
function equivalentStates(rows: readonly (readonly number[])[], final: readonly number[]): readonly number[] {
  let blocks = final;
  for (let count = 0; ; ) {
    const current = blocks;
    const signatures = rows.map((row, state) =>
      [current[state], ...row.map((target) => current[target])].join(),
    );
    blocks = numberByAppearance(signatures);
    const distinct = new Set(blocks).size;
    if (distinct === count) return blocks;
    count = distinct;
  }
}

function mergeClasses(automaton: DeterministicAutomaton): DeterministicAutomaton {
  const { starts, width, next, final } = automaton;
  const columnOf = (codeClass: number) => final.map((_, state) => next[state * width + codeClass]).join();
  const classes = numberByAppearance(automaton.classes.map(columnOf));
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

/** Equal texts get one number: 0 the first, 1 the next that is new. */
function numberByAppearance(texts: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
