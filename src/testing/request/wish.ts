/**
 * What a rule would like a request to hold at one place: a tree in the shape of the request, filled by
 * `satisfy.ts` and consulted where values are made. A wish is a hint; a value that does not fit its type is
 * not forced.
 */
export interface Wish {
  /** The value as JSON, where `hasValue`. */
  value?: unknown;
  hasValue?: boolean;
  /** Whether an optional place is filled. */
  present?: boolean;
  /** Of an entity. */
  id?: string;
  type?: string;
  readonly ancestors: { readonly type: string; readonly id: string }[];
  /** Attributes, record properties, map values. */
  readonly fields: Map<string, Wish>;
  /** Every element of a list, or key of a map. */
  element?: Wish;
  /** Every entry of a map. */
  entry?: Wish;
  /** Values that a list is to hold, and how many elements at least. */
  readonly elements: unknown[];
  length?: number;
}

/** A place of which nothing is wished. */
export function noWish(): Wish {
  return { ancestors: [], fields: new Map(), elements: [] };
}

/** The wish for the member `name` of a place. */
export function memberWish(wish: Wish, name: string): Wish {
  const known = wish.fields.get(name);
  if (known) return known;
  const made = noWish();
  wish.fields.set(name, made);
  return made;
}

/** The wish for the entries of a map. */
export function entryWish(wish: Wish): Wish {
  wish.entry ??= noWish();
  return wish.entry;
}

/** The wish for the elements of a list. */
export function elementWish(wish: Wish): Wish {
  wish.element ??= noWish();
  return wish.element;
}
