import type { TypedRule } from "../check/typed-policy-set.js";
import type { Span } from "../source/span.js";

/** Longer sentences are cut: the rule stands at its place. */
const longestSentence = 200;

/** What a rule says, without its name, its reason and its obligations: ``deny Agent to reading when args.limit < 50``. */
export function ruleSentence({ text }: TypedRule): string {
  const [, ...lines] = text.split("\n");
  const last = lines.findIndex((line) => /^\s*(?:because|with)\b/.test(line));
  const words = (last < 0 ? lines : lines.slice(0, last)).join(" ").replaceAll(/\s+/g, " ").trim();
  return `\`${words.length > longestSentence ? `${words.slice(0, longestSentence).trimEnd()} …` : words}\``;
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
