/** Numbers between two bounds, both inclusive; all of them, or the whole ones. Whole bounds of whole numbers, and never empty. */
export interface NumberRange {
  readonly whole: boolean;
  readonly minimum: number;
  readonly maximum: number;
}

/** Every number. */
export const anyNumber: NumberRange = { whole: false, minimum: -Infinity, maximum: Infinity };

/** Every whole number. */
export const anyWhole: NumberRange = { ...anyNumber, whole: true };

/** The range in its plain form; none if no number is in it. */
export function numberRange(whole: boolean, minimum: number, maximum: number): readonly NumberRange[] {
  const low = unsigned(whole ? Math.ceil(minimum) : minimum);
  const high = unsigned(whole ? Math.floor(maximum) : maximum);
  if (!(low <= high) || low === Infinity || high === -Infinity) return [];
  return [{ whole: whole || (low === high && Number.isInteger(low)), minimum: low, maximum: high }];
}

/** `-0` is 0. */
function unsigned(number: number): number {
  return number === 0 ? 0 : number;
}

/** What is in a range of each. */
export function intersectRanges(
  left: readonly NumberRange[],
  right: readonly NumberRange[],
): readonly NumberRange[] {
  return uniteRanges(left.flatMap((first) => right.flatMap((second) => intersectRange(first, second))));
}

function intersectRange(left: NumberRange, right: NumberRange): readonly NumberRange[] {
  const minimum = Math.max(left.minimum, right.minimum);
  return numberRange(left.whole || right.whole, minimum, Math.min(left.maximum, right.maximum));
}

/** As few ranges as have the same numbers, in order. */
export function uniteRanges(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const all = mergeTouching(ranges.filter(({ whole }) => !whole));
  const whole = mergeTouching(ranges.filter((range) => range.whole)).filter(
    (range) => !all.some((outer) => isWithin(range, outer)),
  );
  return [...all, ...whole].sort((left, right) => left.minimum - right.minimum);
}

function isWithin(inner: NumberRange, outer: NumberRange): boolean {
  return outer.minimum <= inner.minimum && inner.maximum <= outer.maximum;
}

/** Ranges of one kind: overlapping ones become one, and so do whole ones with nothing between them. */
function mergeTouching(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const merged: NumberRange[] = [];
  for (const range of [...ranges].sort((left, right) => left.minimum - right.minimum)) {
    const last = merged.at(-1);
    const reach = last === undefined ? -Infinity : last.maximum + (range.whole ? 1 : 0);
    if (last === undefined || range.minimum > reach) merged.push(range);
    else merged[merged.length - 1] = { ...last, maximum: Math.max(last.maximum, range.maximum) };
  }
  return merged;
}

/** The smallest range around all of them, of which there is one at least. */
export function hullOf(ranges: readonly NumberRange[]): NumberRange {
  return {
    whole: ranges.every(({ whole }) => whole),
    minimum: Math.min(...ranges.map(({ minimum }) => minimum)),
    maximum: Math.max(...ranges.map(({ maximum }) => maximum)),
  };
}
