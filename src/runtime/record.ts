/** A plain object of any realm: `{…}`, `JSON.parse`'s, or one without prototype. No array, no Map, no instance of a class. */
export function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of an own property, read once; never one of the prototype chain. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** Copies a genuine array of at most `limit` elements, each read once; undefined for anything else, and for an array with holes. */
export function readList(value: unknown, limit: number): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const length: unknown = value.length;
  if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0 || length > limit)
    return undefined;
  const copy: unknown[] = [];
  for (let i = 0; i < length; i += 1) {
    if (!Object.hasOwn(value, i)) return undefined;
    copy.push(value[i]);
  }
  return copy;
}
