/**
 * Whether two values are the same as `canonicalJson` has it: the order of members does not show, a member that is undefined is
 * none, and 0 and -0 are two numbers. Quicker, since no text is made.
 */
export function equalJson(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) return equalLists(left, right);
  return equalMembers(left, right) && equalMembers(right, left);
}

function equalLists(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  return left.every((element, index) => equalJson(element, right[index]));
}

/** Whether what `left` has, `right` has as well. */
function equalMembers(left: object, right: object): boolean {
  for (const key of Object.keys(left)) {
    const other = Object.hasOwn(right, key) ? (right as Record<string, unknown>)[key] : undefined;
    if (!equalJson((left as Record<string, unknown>)[key], other)) return false;
  }
  return true;
}
