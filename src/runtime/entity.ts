import type { EntityKey } from "./decision.js";

export type { EntityKey } from "./decision.js";

/** Whether two entities are the same. */
export function sameEntity(left: EntityKey, right: EntityKey): boolean {
  return left.type === right.type && left.id === right.id;
}

/** What lies above an entity: the type and the id of each in turn, without an object for each. */
export type Ancestors = readonly string[];

/** Whether an entity is among what lies above another. */
export function hasEntity(ancestors: Ancestors, type: string, id: string): boolean {
  for (let place = 0; place < ancestors.length; place += 2) {
    if (ancestors[place] === type && ancestors[place + 1] === id) return true;
  }
  return false;
}

/** The id in a place of what lies above an entity, by which groups of a type are found; undefined of an entity of another type. */
export function idOfType(ancestors: Ancestors, place: number, type: string): string | undefined {
  return ancestors[place] === type ? ancestors[place + 1] : undefined;
}

/** What lies above an entity as requests have it. */
export function entitiesOf(ancestors: Ancestors): readonly EntityKey[] {
  const entities: EntityKey[] = [];
  for (let place = 0; place < ancestors.length; place += 2) {
    entities.push({ type: ancestors[place] ?? "", id: ancestors[place + 1] ?? "" });
  }
  return entities;
}

/** Whether two URLs are the same, which have one plain form each. */
export function sameUrl(left: { readonly text: string }, right: { readonly text: string }): boolean {
  return left.text === right.text;
}

/** A part of a value that may be absent. */
export function partOf<T, R>(value: T | undefined, part: (value: T) => R): R | undefined {
  return value === undefined ? undefined : part(value);
}
