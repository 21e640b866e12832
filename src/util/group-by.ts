/** The elements by their key, in the order in which keys first come up. (`Map.groupBy` is younger than the Node that polc runs on.) */
export function groupBy<T, K>(all: Iterable<T>, keyOf: (each: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
