/**
 * A set of numbers or addresses as sorted intervals, both ends inclusive, that neither overlap nor touch. Which values there are, and
 * what comes next to one, its {@link Scale} says.
 */
export type IntervalSet<T extends number | bigint> = readonly (readonly [minimum: T, maximum: T])[];

/** An ordered set of values: its ends, and the neighbours of each. */
export interface Scale<T extends number | bigint> {
  readonly minimum: T;
  readonly maximum: T;
  after(value: T): T;
  before(value: T): T;
}

/** The safe integers. */
export const integers: Scale<number> = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  after: (value) => value + 1,
  before: (value) => value - 1,
};

/** The finite doubles. */
export const doubles: Scale<number> = {
  minimum: -Number.MAX_VALUE,
  maximum: Number.MAX_VALUE,
  after: (value) => neighbour(value, 1n),
  before: (value) => -neighbour(-value, 1n),
};

/** IPv4 addresses as they are, and after them the IPv6 addresses: none is in both. */
export const addresses: Scale<bigint> = {
  minimum: 0n,
  maximum: (1n << 32n) + (1n << 128n) - 1n,
  after: (value) => value + 1n,
  before: (value) => value - 1n,
};

/** The next double above: in the order of their bits, which for those of one sign is that of their values. */
function neighbour(value: number, step: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, value < 0 ? bits - step : bits + step);
  return view.getFloat64(0);
}

/** Every value of the scale. */
export function everything<T extends number | bigint>(scale: Scale<T>): IntervalSet<T> {
  return [[scale.minimum, scale.maximum]];
}

/** The values from `minimum` to `maximum`, those beyond the scale's ends left out. */
export function interval<T extends number | bigint>(scale: Scale<T>, minimum: T, maximum: T): IntervalSet<T> {
  const first = minimum < scale.minimum ? scale.minimum : minimum;
  const last = maximum > scale.maximum ? scale.maximum : maximum;
  return first <= last ? [[first, last]] : [];
}

/** The values that are in both. */
export function intersection<T extends number | bigint>(
  left: IntervalSet<T>,
  right: IntervalSet<T>,
): IntervalSet<T> {
  const common: (readonly [T, T])[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [a, b] = [left[i], right[j]];
    if (a === undefined || b === undefined) break;
    const first = a[0] > b[0] ? a[0] : b[0];
    const last = a[1] < b[1] ? a[1] : b[1];
    if (first <= last) common.push([first, last]);
    if (a[1] < b[1]) i += 1;
    else j += 1;
  }
  return common;
}

/** The values that are in at least one. */
export function union<T extends number | bigint>(
  scale: Scale<T>,
  ...sets: readonly IntervalSet<T>[]
): IntervalSet<T> {
  const sorted = sets.flat().sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const merged: [T, T][] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    const touches =
      previous !== undefined &&
      (first <= previous[1] || (previous[1] < scale.maximum && first === scale.after(previous[1])));
    if (previous === undefined || !touches) merged.push([first, last]);
    else if (last > previous[1]) previous[1] = last;
  }
  return merged;
}

/** The values of the scale that are not in it. */
export function complement<T extends number | bigint>(scale: Scale<T>, set: IntervalSet<T>): IntervalSet<T> {
  const rest: (readonly [T, T])[] = [];
  let next: T | undefined = scale.minimum;
  for (const [first, last] of set) {
    if (next !== undefined && first > next) rest.push([next, scale.before(first)]);
    next = last < scale.maximum ? scale.after(last) : undefined;
  }
  if (next !== undefined) rest.push([next, scale.maximum]);
  return rest;
}

/** Whether a value is in the set. */
export function contains<T extends number | bigint>(set: IntervalSet<T>, value: T): boolean {
  return set.some(([first, last]) => value >= first && value <= last);
}

/** Whether every value of `inner` is in `outer`. */
export function isSubset<T extends number | bigint>(inner: IntervalSet<T>, outer: IntervalSet<T>): boolean {
  return inner.every(([first, last]) => outer.some((each) => first >= each[0] && last <= each[1]));
}

/** The value of the set that lies nearest to `wanted`, the lower one of two; undefined if there is none. */
export function nearest<T extends number | bigint>(set: IntervalSet<T>, wanted: T): T | undefined {
  let best: T | undefined;
  for (const [first, last] of set) {
    const candidate = wanted < first ? first : wanted > last ? last : wanted;
    if (best === undefined || distance(candidate, wanted) < distance(best, wanted)) best = candidate;
  }
  return best;
}

function distance<T extends number | bigint>(left: T, right: T): number | bigint {
  return left < right ? right - left : left - right;
}
