/** A member of what came from outside; undefined where that has none. */
export function memberOf(value: unknown, name: string): unknown {
  const isRecord = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return isRecord ? Reflect.get(value, name) : undefined;
}
