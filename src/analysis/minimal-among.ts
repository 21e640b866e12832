/**
 * The fewest of `all`, in their order, that still suffice, as far as leaving out one at a time can tell: the last ones are left out
 * first. `all` itself suffices.
 *
 * @example
 * minimalAmong([1, 2, 3], (kept) => kept.includes(1)); // [1]
 */
export function minimalAmong<T>(all: readonly T[], suffices: (kept: readonly T[]) => boolean): readonly T[] {
  let kept = all;
  for (const each of [...all].reverse()) {
    const without = kept.filter((other) => other !== each);
    if (suffices(without)) kept = without;
  }
  return kept;
}
