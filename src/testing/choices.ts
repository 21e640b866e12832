/**
 * Where a generator's decisions come from. A generator is a plain function of its choices, so that the same one serves
 * fast-check (which shrinks) and the long runs (which want speed and a seed of one number).
 */
export interface Choices {
  /** An integer between the bounds, both inclusive. Zero-like choices are the simple ones: shrinking goes down. */
  int(minimum: number, maximum: number): number;
}

/** Choices that depend on `seed` alone (sfc32, Chris Doty-Humphrey's PractRand generator). */
export function seededChoices(seed: number): Choices {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = Math.floor(seed / 2 ** 32) | 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  return { int: (minimum, maximum) => minimum + Math.floor(((maximum - minimum + 1) * next()) / 2 ** 32) };
}

/** True in `percent` of a hundred cases; the simple answer is false. */
export function chance(choices: Choices, percent: number): boolean {
  return choices.int(0, 99) >= 100 - percent;
}

/** One of `items`, which is not empty; the first is the simplest. */
export function pick<T>(choices: Choices, items: readonly T[]): T {
  const item = items[choices.int(0, items.length - 1)];
  if (item === undefined && items.length === 0) throw new RangeError("nothing to pick from");
  return item as T;
}

/** One of `items`, or undefined where there is none. */
export function pickAny<T>(choices: Choices, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : pick(choices, items);
}

/** One of the values, as often as its weight says. */
export function weighted<T>(choices: Choices, entries: readonly (readonly [number, T])[]): T {
  let rest = choices.int(
    0,
    entries.reduce((total, [weight]) => total + weight, -1),
  );
  for (const [weight, value] of entries) {
    if (rest < weight) return value;
    rest -= weight;
  }
  throw new RangeError("nothing to choose from");
}

/** Between `minimum` and `maximum` results of `generate`. */
export function several<T>(
  choices: Choices,
  minimum: number,
  maximum: number,
  generate: (index: number) => T,
): T[] {
  return Array.from({ length: choices.int(minimum, maximum) }, (_, index) => generate(index));
}

/** `items` in some order. */
export function shuffled<T>(choices: Choices, items: readonly T[]): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = index - choices.int(0, index);
    const moved = result[index] as T;
    result[index] = result[other] as T;
    result[other] = moved;
  }
  return result;
}

/** Between `minimum` and `maximum` different items (fewer where there are not so many), in some order. */
export function some<T>(choices: Choices, items: readonly T[], minimum: number, maximum: number): T[] {
  return shuffled(choices, items).slice(0, choices.int(minimum, maximum));
}
