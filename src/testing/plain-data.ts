/** Whether a value is JSON in plain objects and arrays: reading it has no effect, and it can be copied. */
export function isPlainData(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > 100 || !hasPlainPrototype(value)) return false;
  if (Array.isArray(value) && value.length > 10_000) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    (descriptor) => "value" in descriptor && isPlainData(descriptor.value, depth + 1),
  );
}

function hasPlainPrototype(value: object): boolean {
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return Array.isArray(value) ? prototype === Array.prototype : prototype === Object.prototype;
  } catch {
    return false;
  }
}
