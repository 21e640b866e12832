/** Whether a number is in one of many intervals. */
export type IntervalIndex = (value: number) => boolean;

/** Both ends belong to it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A binary search; the intervals have nothing in common with each other. */
export function createIntervalIndex(intervals: readonly Interval[]): IntervalIndex {
  const sorted = [...intervals].sort((a, b) => a.from - b.from);
  const starts = Float64Array.from(sorted, ({ from }) => from);
  const ends = Float64Array.from(sorted, ({ to }) => to);
  return (value) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low > 0 && value <= (ends[low - 1] as number);
  };
}

/** The addresses of a block. */
export function intervalOfBlock(base: number, bits: number): Interval {
  return { from: base, to: base + 2 ** (32 - bits) - 1 };
}
