/** An object of JSON. */
export type JsonObject = { readonly [member: string]: unknown };

/** Whether `value` is an object of JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
