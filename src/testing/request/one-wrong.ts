import type { JsonRecord } from "./values.js";

/**
 * Every request that differs from `request` (plain JSON) in one member or element: left out, null, or of a kind that no type of Pol
 * takes there. Of an allowed request, each that touches something relevant must be denied.
 */
export function requestsWithOneWrong(request: JsonRecord): JsonRecord[] {
  return variantsOf(request) as JsonRecord[];
}

/** A text that is no string of Pol, so that no type admits it. */
const loneSurrogate = "\ud800";

function variantsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [null, loneSurrogate];
  const inner = Object.keys(value).flatMap((key) => memberVariants(value as JsonRecord, key));
  return [null, loneSurrogate, ...inner];
}

function memberVariants(owner: JsonRecord, key: string): unknown[] {
  return [without(owner, key), ...variantsOf(owner[key]).map((variant) => withMember(owner, key, variant))];
}

function without(owner: JsonRecord, key: string): unknown {
  if (Array.isArray(owner)) return owner.filter((_, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(owner).filter(([name]) => name !== key));
}

function withMember(owner: JsonRecord, key: string, value: unknown): unknown {
  if (Array.isArray(owner)) return owner.map((element, index) => (String(index) === key ? value : element));
  return Object.fromEntries(
    Object.entries(owner).map(([name, member]) => [name, name === key ? value : member]),
  );
}
