import type { LinearAtom, Slot } from "../encode/atom.js";
import { type IntervalSet, integers, intersection, interval, nearest } from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { countSteps } from "../steps.js";
import type { Trial } from "./assumptions.js";
import { sumsContradict } from "./sums-contradict.js";

/** A number to choose: what it may be, and what a reader would like best. */
export interface NumberVariable {
  readonly slot: Slot;
  readonly set: IntervalSet<number>;
  readonly preferred: number;
}

/** A tie between numbers, wanted or not. */
export interface LinearTie {
  readonly atom: Pick<LinearAtom, "terms" | "bound" | "strict">;
  readonly wanted: boolean;
}

/** A sum that is at most `bound`, or below it. */
interface Constraint {
  readonly terms: LinearAtom["terms"];
  readonly bound: number;
  readonly strict: boolean;
}

const mostBranches = 2000;
const mostRounds = 200;

/** After so many rounds of carried bounds, or branches in vain, it is asked whether the sums contradict each other. */
const [patientRounds, patientBranches] = [8, 12];

/**
 * Chooses numbers in their sets so that all ties hold: bounds are carried from tie to tie until nothing changes, then the sets are split at
 * their gaps, then numbers near the preferred ones are tried, then all that is left is halved. That there are none is said only where bounds
 * leave none, or the sums contradict each other.
 */
export function solveNumbers(
  variables: readonly NumberVariable[],
  ties: readonly LinearTie[],
): Trial<ReadonlyMap<string, number>> {
  if (ties.length === 0) return { kind: "found", result: new Map(variables.map(chosenFreely)) };
  const constraints = ties.map(constraintOf);
  if (constraints.some(isImpossible) || hasNegativeCycle(constraints)) return { kind: "none" };
  let branches = mostBranches;
  const solve = (sets: Sets): Trial<ReadonlyMap<string, number>> => {
    const tight = tighten(sets, constraints);
    if (tight === "none") return { kind: "none" };
    const split = variables.find(({ slot }) => (tight.get(slot.key)?.length ?? 0) > 1);
    const open = split ?? variables.find(({ slot }) => !isSingle(tight.get(slot.key)));
    if (open === undefined) return { kind: "found", result: chosen(tight) };
    let complete = true;
    let patience: number | undefined = branches - patientBranches;
    for (const part of split ? partsOf(tight, split) : candidates(tight, open)) {
      branches -= 1;
      if (branches < 0) return { kind: "unknown" };
      const trial = solve(new Map(tight).set(open.slot.key, part));
      if (trial.kind === "found") return trial;
      complete &&= trial.kind === "none";
      if (patience === undefined || branches > patience) continue;
      if (sumsContradict(constraints, tight)) return { kind: "none" };
      patience = undefined;
    }
    complete &&= split !== undefined || scaleOf(open.slot) === integers;
    return complete ? { kind: "none" } : { kind: "unknown" };
  };
  return solve(new Map(variables.map(({ slot, set }) => [slot.key, set])));
}

/** What is chosen of a number that is tied to nothing. */
function chosenFreely({ slot, set, preferred }: NumberVariable): readonly [string, number] {
  return [slot.key, nearest(set, preferred) ?? 0];
}

type Sets = ReadonlyMap<string, IntervalSet<number>>;

function constraintOf({ atom, wanted }: LinearTie): Constraint {
  const { bound, strict } = atom;
  const terms = summed(atom.terms);
  if (wanted) return { terms, bound, strict };
  const opposite = terms.map(({ slot, factor }) => ({ slot, factor: -factor }));
  return isWhole(terms)
    ? { terms: opposite, bound: -bound - 1, strict: false }
    : { terms: opposite, bound: -bound, strict: !strict };
}

/** Of no number at all, and wrong. */
function isImpossible({ terms, bound, strict }: Constraint): boolean {
  return terms.length === 0 && (bound < 0 || (strict && bound === 0));
}

/** Each number once: `x + x` is `2 x`. */
function summed(terms: LinearAtom["terms"]): LinearAtom["terms"] {
  const factors = new Map<string, LinearAtom["terms"][number]>();
  for (const { slot, factor } of terms)
    factors.set(slot.key, { slot, factor: factor + (factors.get(slot.key)?.factor ?? 0) });
  return [...factors.values()].filter(({ factor }) => factor !== 0);
}

function isWhole(terms: LinearAtom["terms"]): boolean {
  return terms.every(({ slot }) => scaleOf(slot) === integers);
}

/**
 * Of ties `x - y <= c`, whether a round of them adds up to less than nothing (Bellman 1958, Ford 1956): carrying bounds would go round it
 * for as long as the numbers are large.
 */
function hasNegativeCycle(constraints: readonly Constraint[]): boolean {
  const edges = constraints.flatMap(({ terms, bound, strict }) => {
    const [first, second] = terms;
    if (terms.length !== 2 || !first || !second || first.factor + second.factor !== 0) return [];
    if (Math.abs(first.factor) !== 1) return [];
    const [from, to] = first.factor > 0 ? [second, first] : [first, second];
    return [{ from: from.slot.key, to: to.slot.key, bound, strict }];
  });
  const distance = new Map<string, number>();
  for (const { from, to } of edges) distance.set(from, 0).set(to, 0);
  // A strict tie counts as a little less than its bound: how many of them there are, the second number says.
  const strictness = new Map([...distance.keys()].map((key) => [key, 0]));
  for (let round = 0; round <= distance.size; round += 1) {
    let changed = false;
    countSteps(edges.length);
    for (const { from, to, bound, strict } of edges) {
      const next = (distance.get(from) ?? 0) + bound;
      const less = (strictness.get(from) ?? 0) - (strict ? 1 : 0);
      const known = distance.get(to) ?? 0;
      if (next > known || (next === known && less >= (strictness.get(to) ?? 0))) continue;
      distance.set(to, next);
      strictness.set(to, less);
      changed = true;
    }
    if (!changed) return false;
  }
  return true;
}

/** Carries bounds until nothing changes, or for so many rounds: few are enough, but where bounds creep towards each other. */
function tighten(sets: Sets, constraints: readonly Constraint[]): Map<string, IntervalSet<number>> | "none" {
  const tight = new Map(sets);
  for (let round = 0, changed = true; changed && round < mostRounds; round += 1) {
    changed = false;
    if (round === patientRounds && sumsContradict(constraints, tight)) return "none";
    for (const constraint of constraints) {
      countSteps(constraint.terms.length ** 2);
      for (const { slot, factor } of constraint.terms) {
        const set = tight.get(slot.key) ?? [];
        const next = intersection(set, allowed(constraint, slot, factor, tight));
        if (next.length === 0) return "none";
        if (hullOf(next)[0] === hullOf(set)[0] && hullOf(next)[1] === hullOf(set)[1]) continue;
        tight.set(slot.key, next);
        changed = true;
      }
    }
  }
  return tight;
}

/** Where one number of a sum can be, the others being where they are. */
function allowed(
  { terms, bound, strict }: Constraint,
  slot: Slot,
  factor: number,
  sets: Sets,
): IntervalSet<number> {
  let rest = bound;
  for (const other of terms) {
    if (other.slot.key === slot.key) continue;
    const [lowest, highest] = hullOf(sets.get(other.slot.key) ?? []);
    rest -= other.factor > 0 ? other.factor * lowest : other.factor * highest;
  }
  const scale = scaleOf(slot);
  const limit = rest / factor;
  if (factor > 0) {
    const last = scale === integers ? Math.floor(limit) : strict ? scale.before(limit) : limit;
    return interval(scale, scale.minimum, Math.min(last, scale.maximum));
  }
  const first = scale === integers ? Math.ceil(limit) : strict ? scale.after(limit) : limit;
  return interval(scale, Math.max(first, scale.minimum), scale.maximum);
}

function hullOf(set: IntervalSet<number>): readonly [number, number] {
  return [set[0]?.[0] ?? 0, set.at(-1)?.[1] ?? 0];
}

function isSingle(set: IntervalSet<number> | undefined): boolean {
  const [lowest, highest] = hullOf(set ?? []);
  return lowest === highest;
}

function partsOf(sets: Sets, { slot, preferred }: NumberVariable): readonly IntervalSet<number>[] {
  const parts = [...(sets.get(slot.key) ?? [])];
  const distance = ([first, last]: readonly [number, number]) =>
    Math.max(first - preferred, preferred - last, 0);
  return parts.sort((a, b) => distance(a) - distance(b)).map((part) => [part]);
}

/**
 * The preferred number, or what is nearest; then the ends: within bounds that agree one of them is part of a solution, of differences. Then
 * all that is left, in halves.
 */
function candidates(sets: Sets, { slot, preferred }: NumberVariable): readonly IntervalSet<number>[] {
  const set = sets.get(slot.key) ?? [];
  const [lowest, highest] = hullOf(set);
  const values = [...new Set([nearest(set, preferred) ?? lowest, lowest, highest])];
  const points = values.map((value): IntervalSet<number> => [[value, value]]);
  return scaleOf(slot) === integers ? [...points, ...halves(lowest + 1, highest - 1)] : points;
}

function halves(lowest: number, highest: number): readonly IntervalSet<number>[] {
  if (lowest > highest) return [];
  const middle = Math.floor((lowest + highest) / 2);
  const upper = interval(integers, middle + 1, highest);
  return [interval(integers, lowest, middle), ...(middle < highest ? [upper] : [])];
}

function chosen(sets: Sets): ReadonlyMap<string, number> {
  return new Map([...sets].map(([key, set]) => [key, hullOf(set)[0]]));
}
