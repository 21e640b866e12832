/**
 * Whether a test's name has `filter` in it, where `*` stands for anything; without a filter, every name has.
 *
 * @example
 * matchesName("sales*read", "nobody in sales may read"); // true
 */
export function matchesName(filter: string | undefined, name: string): boolean {
  if (filter === undefined) return true;
  let from = 0;
  return filter.split("*").every((part) => {
    const at = name.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
