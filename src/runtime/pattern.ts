/**
 * Whether the whole text is what a `like` pattern says: a string is itself, 0 any run of characters, 1 any one character (code
 * point). Text and strings are well-formed.
 *
 * Greedy with one step back: when a token after a 0 fails, only the last 0 need take one character more, since an earlier one could
 * not reach further than it did. So at most text × pattern steps.
 */
export function matchesGlob(text: string, tokens: readonly (string | 0 | 1)[]): boolean {
  let position = 0;
  let token = 0;
  let retryToken = -1; // the token after the last 0
  let retryPosition = 0; // where the run of the last 0 ends
  for (;;) {
    const current = tokens[token];
    const end = current === undefined || current === 0 ? -1 : endOfToken(text, position, current);
    if (current === 0) {
      retryToken = token + 1;
      retryPosition = position;
      token += 1;
    } else if (end >= 0) {
      position = end;
      token += 1;
    } else if (current === undefined && position === text.length) {
      return true;
    } else {
      if (retryToken < 0 || retryPosition >= text.length) return false;
      retryPosition = endOfToken(text, retryPosition, 1);
      position = retryPosition;
      token = retryToken;
    }
  }
}

/** Where a token that begins at `position` ends, or -1 if it is not there. */
function endOfToken(text: string, position: number, token: string | 1): number {
  if (token !== 1) return text.startsWith(token, position) ? position + token.length : -1;
  const codePoint = text.codePointAt(position);
  if (codePoint === undefined) return -1;
  return position + (codePoint > 0xffff ? 2 : 1);
}

/** A regular expression as tables, made at compile time; text is well-formed. */
export type Automaton = DeterministicAutomaton | NondeterministicAutomaton;

/**
 * One state at a time, 0 at the beginning. Code points fall into classes that the expression does not tell apart: those from
 * `starts[i]` up to the next start are of class `classes[i]`, counted from 0 to `width` − 1.
 */
export interface DeterministicAutomaton {
  readonly kind: "deterministic";
  readonly starts: readonly number[];
  readonly classes: readonly number[];
  readonly width: number;
  /** The state after `state` and a class, at `state * width + class`; -1 where nothing can match any more. */
  readonly next: readonly number[];
  /** For each state 1 if the text may end there, else 0. */
  readonly final: readonly (0 | 1)[];
}

/**
 * Several states at once, where the deterministic table would be too large. Begins in state 0; the text may end in the last state.
 */
export interface NondeterministicAutomaton {
  readonly kind: "nondeterministic";
  /** Sets of code points, each as the first and the last one of its ranges in turn, ascending. */
  readonly sets: readonly (readonly number[])[];
  /** For each state the index of the set that it takes one of, or -1 if it takes nothing and leads on at once. */
  readonly takes: readonly number[];
  /** The states that each state leads to. */
  readonly leads: readonly (readonly number[])[];
}

/** Whether the whole text matches. Linear in the text. */
export function matchesAutomaton(text: string, automaton: Automaton): boolean {
  return automaton.kind === "deterministic"
    ? runDeterministic(text, automaton)
    : runNondeterministic(text, automaton);
}

function runDeterministic(text: string, automaton: DeterministicAutomaton): boolean {
  const { starts, classes, width, next, final } = automaton;
  let state = 0;
  for (let position = 0; position < text.length; ) {
    const codePoint = text.codePointAt(position) ?? 0;
    position += codePoint > 0xffff ? 2 : 1;
    const codeClass = classes[lastNotAbove(starts, codePoint)] ?? 0;
    state = next[state * width + codeClass] ?? -1;
    if (state < 0) return false;
  }
  return final[state] === 1;
}

/** The index of the last of ascending numbers that is not above `value`, by binary search; -1 if all are. */
export function lastNotAbove(numbers: readonly number[], value: number): number {
  let low = -1;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function runNondeterministic(text: string, automaton: NondeterministicAutomaton): boolean {
  const { sets, takes, leads } = automaton;
  let states = leadOn([0], automaton);
  for (let position = 0; position < text.length; ) {
    const codePoint = text.codePointAt(position) ?? 0;
    position += codePoint > 0xffff ? 2 : 1;
    const reached: number[] = [];
    for (const state of states) {
      if (isInRanges(codePoint, sets[takes[state] ?? -1] ?? [])) reached.push(...(leads[state] ?? []));
    }
    states = leadOn(reached, automaton);
    if (states.length === 0) return false;
  }
  return states.includes(takes.length - 1);
}

/** Whether a code point is in one of the ranges: at or after a first one, and not after the last one next to it. */
export function isInRanges(codePoint: number, ranges: readonly number[]): boolean {
  const index = lastNotAbove(ranges, codePoint);
  return index >= 0 && (index % 2 === 0 || ranges[index] === codePoint);
}

/** The states reached, with all those that they lead on to without taking a character; each once. Empties `reached`. */
function leadOn(reached: number[], automaton: NondeterministicAutomaton): number[] {
  const { takes, leads } = automaton;
  const seen = new Uint8Array(takes.length);
  const states: number[] = [];
  for (let state = reached.pop(); state !== undefined; state = reached.pop()) {
    if (seen[state] === 1) continue;
    seen[state] = 1;
    states.push(state);
    if (takes[state] === -1) reached.push(...(leads[state] ?? []));
  }
  return states;
}
