/** The smallest double above `value`: what `>` says as `>=`. */
export function nextDouble(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  if (value === Infinity) return Infinity;
  const floats = new Float64Array([value]);
  const bits = new BigInt64Array(floats.buffer);
  // The bits of doubles of one sign are in the order of their sizes.
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return floats[0] ?? value;
}

/** The largest double below `value`: what `<` says as `<=`. */
export function previousDouble(value: number): number {
  return -nextDouble(-value);
}
