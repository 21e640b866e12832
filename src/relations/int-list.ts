/**
 * A set of whole numbers, of which most are very small: one number is itself, a few are an array, many a Set. It is a value in a Map, where a
 * million sets of their own would cost ten times the memory.
 */
export type IntList = number | number[] | Set<number>;

/** How many numbers an array has at most: searching it is as quick as a Set, and it is smaller. */
const mostInArray = 16;

/** The set with `value`. What was given may have been changed. */
export function withInt(list: IntList | undefined, value: number): IntList {
  if (list === undefined) return value;
  if (typeof list === "number") return list === value ? list : [list, value];
  if (list instanceof Set) return list.add(value);
  if (list.includes(value)) return list;
  if (list.length === mostInArray) return new Set(list).add(value);
  list.push(value);
  return list;
}

/** The set without `value`; undefined where nothing is left. What was given may have been changed. */
export function withoutInt(list: IntList | undefined, value: number): IntList | undefined {
  if (list === undefined || list === value) return undefined;
  if (typeof list === "number") return list;
  if (list instanceof Set) {
    list.delete(value);
    return list.size === 0 ? undefined : list;
  }
  const index = list.indexOf(value);
  if (index >= 0) list.splice(index, 1);
  return list.length === 0 ? undefined : list;
}

/** Whether `value` is in the set. */
export function hasInt(list: IntList | undefined, value: number): boolean {
  if (list === undefined) return false;
  if (typeof list === "number") return list === value;
  return list instanceof Set ? list.has(value) : list.includes(value);
}

/** The numbers of the set. */
export function intsOf(list: IntList | undefined): Iterable<number> {
  if (list === undefined) return none;
  return typeof list === "number" ? [list] : list;
}

const none: readonly number[] = [];

/** Whether `test` holds for one of them; those after it are not looked at. */
export function someInt(list: IntList | undefined, test: (value: number) => boolean): boolean {
  if (list === undefined) return false;
  if (typeof list === "number") return test(list);
  if (!(list instanceof Set)) return list.some(test);
  for (const value of list) if (test(value)) return true;
  return false;
}
