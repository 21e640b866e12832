import { parseRegex, type RegexError } from "./regex.js";

/** More than anyone writes by hand. */
const mendLimit = 100;

/**
 * A regular expression of another dialect as one of Pol that matches the same strings as a whole: without groups that only name or do
 * not capture, without lazy repetitions, and without `^` and `$` where both enclose all of it. Undefined where anything else is wrong.
 */
export function mendRegex(source: string): string | undefined {
  const inner = withoutAnchors(source);
  let mended: string | undefined = inner;
  for (let count = 0; count < mendLimit && mended !== undefined; count++) {
    const { error } = parseRegex(mended);
    // What is anchored is the first alternative at one end, and the last one at the other.
    if (error === undefined) return inner !== source && hasAlternatives(mended) ? undefined : mended;
    mended = mendOne(mended, error);
  }
  return undefined;
}

/** What `^` and `$` enclose; by one of them alone the other end would be open. */
function withoutAnchors(source: string): string {
  const [, inner, backslashes = ""] = /^\^(.*?(\\*))\$$/s.exec(source) ?? [];
  return inner === undefined || backslashes.length % 2 === 1 ? source : inner;
}

/** Whether there are alternatives outside of groups: in a longer expression they are still at its top. */
function hasAlternatives(source: string): boolean {
  return parseRegex(`.${source}`).tree?.kind === "alternation";
}

function mendOne(source: string, { offset }: RegexError): string | undefined {
  const before = source.slice(0, offset);
  const rest = source.slice(offset);
  const [group] = /^\(\?(?::|P?<[A-Za-z_]\w*>)/.exec(rest) ?? [];
  if (group !== undefined) return `${before}(${rest.slice(group.length)}`;
  if (rest.startsWith("?") && /[*+?}]$/.test(before)) return before + rest.slice(1);
  return /^[\]}]/.test(rest) ? `${before}\\${rest}` : undefined;
}
