import type { TypedRule } from "../check/typed-policy-set.js";
import type { Span } from "../source/span.js";

/** The clauses of a rule as they are written, in order: ``when a`, `unless b``; empty where it has none. */
export function clauseWords({ variants }: TypedRule): string {
  const clauses = variants[0]?.clauses ?? [];
  return clauses.map(({ text }) => `\`${text.replaceAll(/\s+/g, " ")}\``).join(" ");
}

/** The ids of rules, as one reads them. */
export function ruleNames(rules: readonly TypedRule[]): string {
  const names = rules.map(({ id }) => `\`${id}\``);
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Rules in the order in which people read them: by file and place. */
export function byPlace(rules: readonly TypedRule[]): readonly TypedRule[] {
  return [...rules].sort((left, right) => comparePlaces(left.span, right.span));
}

function comparePlaces(left: Span, right: Span): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.start - right.start;
}
