/**
 * The fewest of `all`, in their order, that still suffice, as far as leaving out one at a time can tell: the last ones are left out
 * first. `all` itself suffices. `enoughOf` says of some, without one more with which they suffice, which of them do alone, all if it cannot
 * tell: what those do without is left out unasked.
 *
 * @example
 * minimalAmong([1, 2, 3], (kept) => (kept.includes(1) ? kept : undefined)); // [1]
 */
export function minimalAmong<T>(
  all: readonly T[],
  enoughOf: (kept: readonly T[], left: T) => readonly T[] | undefined,
): readonly T[] {
  let kept = all;
  let needed = new Set(all);
  for (const each of [...all].reverse()) {
    const without = kept.filter((other) => other !== each);
    const enough = needed.has(each) ? enoughOf(without, each) : [...needed];
    if (enough === undefined) continue;
    kept = without;
    needed = new Set(enough);
  }
  return kept;
}
