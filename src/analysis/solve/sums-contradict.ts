import type { LinearAtom } from "../encode/atom.js";
import { type IntervalSet, integers } from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { countSteps } from "../steps.js";

/** A sum of numbers that is at most `bound`. */
interface Sum {
  readonly terms: LinearAtom["terms"];
  readonly bound: number;
}

/** Factors by the number of their variable, and what the sum is at most. */
interface Row {
  readonly factors: readonly bigint[];
  readonly bound: bigint;
}

type Rows = readonly Row[];

/** How many steps a factor takes: exact arithmetic is slow. */
const stepsOfFactor = 4;

/** More are never derived: what takes so many is left to those who try values. */
const mostRows = 200;

/**
 * Whether no integers between the ends of their sets make all the sums hold: variables are eliminated one after the other (Fourier 1826,
 * Motzkin 1936), in exact arithmetic. A contradiction between sums that only many steps of carried bounds would show, or none, is seen so.
 * Sums of other numbers are left out, and where too many rows would follow nothing is said.
 */
export function sumsContradict(
  sums: readonly Sum[],
  sets: ReadonlyMap<string, IntervalSet<number>>,
): boolean {
  const whole = sums.filter(({ terms }) => terms.every(({ slot }) => scaleOf(slot) === integers));
  const keys = [...new Set(whole.flatMap(({ terms }) => terms.map(({ slot }) => slot.key)))];
  const rows = [
    ...whole.map(({ terms, bound }) =>
      rowOf(keys, new Map(terms.map((term) => [term.slot.key, term.factor])), bound),
    ),
    ...keys.flatMap((key) => boundsOf(keys, key, sets.get(key) ?? [])),
  ];
  let left = strongest(rows);
  while (left.length > 0 && left.length <= mostRows) {
    if (left.some(isImpossible)) return true;
    countSteps(left.length * keys.length * stepsOfFactor);
    const variable = cheapest(left, keys.length);
    if (variable === undefined) return false;
    left = strongest(withoutVariable(left, variable));
  }
  return false;
}

function rowOf(keys: readonly string[], factors: ReadonlyMap<string, number>, bound: number): Row {
  return { factors: keys.map((key) => BigInt(factors.get(key) ?? 0)), bound: BigInt(bound) };
}

function boundsOf(keys: readonly string[], key: string, set: IntervalSet<number>): Rows {
  const [first, last] = [set[0]?.[0], set.at(-1)?.[1]];
  if (first === undefined || last === undefined) return [];
  return [rowOf(keys, new Map([[key, 1]]), last), rowOf(keys, new Map([[key, -1]]), -first)];
}

function isImpossible({ factors, bound }: Row): boolean {
  return bound < 0n && factors.every((factor) => factor === 0n);
}

/** The variable whose elimination leaves the fewest rows, if one is left. */
function cheapest(rows: Rows, variables: number): number | undefined {
  let best: { readonly variable: number; readonly cost: number } | undefined;
  for (let variable = 0; variable < variables; variable += 1) {
    const above = count(rows, ({ factors }) => (factors[variable] ?? 0n) > 0n);
    const below = count(rows, ({ factors }) => (factors[variable] ?? 0n) < 0n);
    const cost = above * below - above - below;
    if (above + below > 0 && (best === undefined || cost < best.cost)) best = { variable, cost };
  }
  return best?.variable;
}

function count(rows: Rows, test: (row: Row) => boolean): number {
  return rows.reduce((total, row) => total + Number(test(row)), 0);
}

/** What follows for the other variables: each row that bounds this one from above, with each that bounds it from below. */
function withoutVariable(rows: Rows, variable: number): Rows {
  const factorIn = ({ factors }: Row): bigint => factors[variable] ?? 0n;
  const above = rows.filter((row) => factorIn(row) > 0n);
  const below = rows.filter((row) => factorIn(row) < 0n);
  const combined = above.flatMap((upper) =>
    below.map((lower): Row => {
      const [times, otherTimes] = [-factorIn(lower), factorIn(upper)];
      return {
        factors: upper.factors.map(
          (factor, index) => factor * times + (lower.factors[index] ?? 0n) * otherTimes,
        ),
        bound: upper.bound * times + lower.bound * otherTimes,
      };
    }),
  );
  return [...rows.filter((row) => factorIn(row) === 0n), ...combined];
}

/** Of rows about the same sum the one that says most, and none that says nothing. */
function strongest(rows: Rows): Rows {
  const kept = new Map<string, Row>();
  for (const row of rows.map(reduced)) {
    const key = row.factors.join();
    const known = kept.get(key);
    if (known === undefined || row.bound < known.bound) kept.set(key, row);
  }
  return [...kept.values()].filter(
    ({ factors, bound }) => bound < 0n || factors.some((factor) => factor !== 0n),
  );
}

/** Divided by what divides all factors: of integers, `2 x <= 3` is `x <= 1`. */
function reduced({ factors, bound }: Row): Row {
  const divisor = factors.reduce(greatestDivisor, 0n);
  if (divisor <= 1n) return { factors, bound };
  const quotient = bound / divisor;
  const isBelow = bound < 0n && quotient * divisor !== bound;
  return { factors: factors.map((factor) => factor / divisor), bound: isBelow ? quotient - 1n : quotient };
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  if (right === 0n) return left < 0n ? -left : left;
  return greatestDivisor(right, left % right);
}
