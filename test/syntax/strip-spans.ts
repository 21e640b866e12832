/** A tree without its places: what two texts that mean the same have in common. */
export function stripSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripSpans);
  if (value instanceof Set) return [...value].sort();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "span");
  return Object.fromEntries(entries.map(([key, inner]) => [key, stripSpans(inner)]));
}
