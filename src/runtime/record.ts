/** What every object of this realm inherits from. Whoever pollutes it changes no decision. */
export const objectPrototype: object = Object.prototype;

const getPrototypeOf: (object: object) => object | null = Object.getPrototypeOf;

/**
 * A plain object of any realm: `{…}`, `JSON.parse`'s, or one without prototype. No array, no Map, no instance of a class: what an
 * object is hangs on what it inherits.
 */
export function isRecord(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = getPrototypeOf(value);
  return prototype === objectPrototype || prototype === null || getPrototypeOf(prototype) === null;
}

/**
 * Whether an object inherits nothing but what every object of this realm does. `_has` is not looked at: whoever asks has looked for
 * some member, and so the engine knows what the object is like there, and its prototype is no question any more.
 */
export function isPlain(object: object, _has: boolean): boolean {
  const prototype = getPrototypeOf(object);
  return prototype === objectPrototype || prototype === null;
}

/**
 * The value of an own property, read once; never one of the prototype chain. Where no prototype has such a property it is just
 * read, as generated modules do: what a proxy gives is then its own.
 */
export function own(object: object, key: string): unknown {
  const isOwn = (!(key in objectPrototype) && isPlain(object, true)) || Object.hasOwn(object, key);
  return isOwn ? (object as Record<string, unknown>)[key] : undefined;
}

/** The own values of some properties of a record, each read once, in a record that inherits nothing; undefined if it is no record. */
export function ownMembers(value: unknown, names: readonly string[]): object | undefined {
  if (!isRecord(value)) return undefined;
  const members = Object.create(null) as Record<string, unknown>;
  for (const name of names) members[name] = own(value, name);
  return members;
}

/** Copies a genuine array of at most `limit` elements, each read once; undefined for anything else, and for an array with holes. */
export function readList(value: unknown, limit: number): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const length: unknown = value.length;
  if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0 || length > limit)
    return undefined;
  const isUsual = inheritsFromArray(value);
  const copy = new Array<unknown>(length);
  for (let i = 0; i < length; i += 1) {
    const element: unknown = value[i];
    // What is there and cannot be inherited is its own.
    const isOwn = (isUsual && element !== undefined && !(i in arrayPrototype)) || Object.hasOwn(value, i);
    if (!isOwn) return undefined;
    copy[i] = element;
  }
  return copy;
}

/** What every array of this realm inherits from. */
export const arrayPrototype: object = Array.prototype;

/** Whether an array inherits what every one of this realm does. */
export function inheritsFromArray(list: readonly unknown[]): boolean {
  return getPrototypeOf(list) === arrayPrototype;
}
