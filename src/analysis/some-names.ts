/** How many names a sentence can hold. */
const most = 4;

/**
 * Names as one reads them, the first few of many.
 *
 * @example
 * someNames(["a", "b"]); // "`a` and `b`"
 */
export function someNames(names: readonly string[]): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  const parts = rest === 0 ? shown : [...shown, `${rest} more`];
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
