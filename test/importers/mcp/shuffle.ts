/** `value` with the members of each of its objects in another order, which depends on `order`. */
export function shuffled(value: unknown, order: number): unknown {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, order));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, shuffled(each, order)] as const);
  return Object.fromEntries(permuted(members, order));
}

/** `list` in another order, by a linear congruential generator. */
export function permuted<Element>(list: readonly Element[], order: number): readonly Element[] {
  let state = order >>> 0;
  const keyed = list.map((element) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return { element, key: state };
  });
  return keyed.sort((left, right) => left.key - right.key).map(({ element }) => element);
}
