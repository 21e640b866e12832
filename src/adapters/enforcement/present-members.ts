/** A record of its members that are not undefined: JSON has no others. */
export function presentMembers<T extends object>(record: Sparse<T>): T {
  const present: Partial<T> = {};
  for (const name in record) if (record[name] !== undefined) present[name] = record[name];
  return present as T;
}

/** As `T`, with members that may be undefined where they may be absent. */
type Sparse<T> = { readonly [name in keyof T]: T[name] | undefined };

/** A list that says something; undefined for an empty one. */
export function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
