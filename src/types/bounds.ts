import type { Bounds } from "./type.js";

/** Whether every number within `inner` is within `outer`; undefined is unbounded. */
export function boundsWithin(inner: Bounds | undefined, outer: Bounds | undefined): boolean {
  return minimumOf(inner) >= minimumOf(outer) && maximumOf(inner) <= maximumOf(outer);
}

/** Whether no number is within both. */
export function boundsDisjoint(left: Bounds | undefined, right: Bounds | undefined): boolean {
  return maximumOf(left) < minimumOf(right) || maximumOf(right) < minimumOf(left);
}

/** Whether no number is within. */
export function boundsEmpty(bounds: Bounds | undefined): boolean {
  return minimumOf(bounds) > maximumOf(bounds);
}

/** The smallest bounds around both; undefined where they are open on both sides. */
export function joinBounds(left: Bounds | undefined, right: Bounds | undefined): Bounds | undefined {
  return makeBounds(Math.min(minimumOf(left), minimumOf(right)), Math.max(maximumOf(left), maximumOf(right)));
}

/** Bounds from numbers in which an infinity means open. */
export function makeBounds(minimum: number, maximum: number): Bounds | undefined {
  if (minimum === -Infinity && maximum === Infinity) return undefined;
  return {
    ...(minimum !== -Infinity && { minimum }),
    ...(maximum !== Infinity && { maximum }),
  };
}

/** The lower bound, −∞ where it is open. */
export function minimumOf(bounds: Bounds | undefined): number {
  return bounds?.minimum ?? -Infinity;
}

/** The upper bound, ∞ where it is open. */
export function maximumOf(bounds: Bounds | undefined): number {
  return bounds?.maximum ?? Infinity;
}
