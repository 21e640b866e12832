/** What tells entities apart. */
export interface EntityKey {
  readonly type: string;
  readonly id: string;
}

/** Whether two entities are the same. */
export function sameEntity(left: EntityKey, right: EntityKey): boolean {
  return left.type === right.type && left.id === right.id;
}

/** Whether an entity is among others. */
export function hasEntity(entities: readonly EntityKey[], type: string, id: string): boolean {
  for (const entity of entities) if (entity.type === type && entity.id === id) return true;
  return false;
}

/** Whether two URLs are the same, which have one plain form each. */
export function sameUrl(left: { readonly text: string }, right: { readonly text: string }): boolean {
  return left.text === right.text;
}

/** A part of a value that may be absent. */
export function partOf<T, R>(value: T | undefined, part: (value: T) => R): R | undefined {
  return value === undefined ? undefined : part(value);
}
