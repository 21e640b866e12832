import { isRecord, readList } from "./record.js";
import { isPlainString } from "./text.js";

/**
 * Copies plain JSON data: null, booleans, finite numbers, well-formed strings, arrays, and the enumerable own properties of plain
 * records (`__proto__` is one like any other). Undefined for anything else, and for what is deeper than 64 levels or has more than
 * 100,000 values, as cyclic data always is. Each property is read once.
 */
export function copyJson(value: unknown): unknown {
  return copyJsonValue(value, 64, { left: 100_000 });
}

function copyJsonValue(value: unknown, depth: number, budget: { left: number }): unknown {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (value === null || typeof value === "boolean" || isPlainString(value)) return value;
  if (typeof value === "number") return copyJsonNumber(value);
  if (depth === 0) return undefined;
  const list = readList(value, budget.left);
  if (list !== undefined) return copyJsonList(list, depth, budget);
  return isRecord(value) ? copyJsonRecord(value, depth, budget) : undefined;
}

function copyJsonNumber(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value; // -0 and 0 are one value
}

function copyJsonList(list: unknown[], depth: number, budget: { left: number }): unknown[] | undefined {
  for (let i = 0; i < list.length; i += 1) {
    const element = copyJsonValue(list[i], depth - 1, budget);
    if (element === undefined) return undefined;
    list[i] = element;
  }
  return list;
}

function copyJsonRecord(record: object, depth: number, budget: { left: number }): object | undefined {
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(record)) {
    const value = isPlainString(key)
      ? copyJsonValue((record as Record<string, unknown>)[key], depth - 1, budget)
      : undefined;
    if (value === undefined) return undefined;
    entries.push([key, value]);
  }
  // Not by assignment: that would call the setter `__proto__`, and fail where Object.prototype is frozen.
  return Object.fromEntries(entries);
}
