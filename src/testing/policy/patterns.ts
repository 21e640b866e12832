import { parseRegex } from "../../syntax/regex.js";
import type { Pattern } from "../../types/type.js";
import { invariant } from "../../util/invariant.js";

/** Regular expressions for refinements of strings, in every form of the dialect; each has short strings. */
export const refinementPatterns: readonly string[] = [
  "[a-z_]+",
  "[a-z]{2,8}(_[0-9]{4})?",
  "\\d{1,3}",
  "(sales|finance|x)+",
  "[^\\/]*",
  "\\w+\\s?\\w*",
  "\\u{1F600}?.+",
  "a{3}|b{2,}|[\\-\\]x-z]",
];

/** Regular expressions for tests. */
export const testPatterns: readonly string[] = [
  "[a-z_]+",
  "sales(_\\d+)?",
  ".*",
  ".?.?",
  "(a|ab)(c|bcd)*",
  "https?:\\/\\/[^\\/]+\\/.*",
  "\\S+@\\S+",
  "[^a-f\\d]*",
  "\\W\\D*",
  "(x|y|sales|)+",
  "\\/srv(\\/.*)?",
  "[A-Z][a-z]{1,5}.*",
];

/** Patterns of `like`, escapes of the pattern resolved as a string literal is read. */
export const likePatterns: readonly string[] = [
  "sales*",
  "*_2026",
  "*a*",
  "?",
  "a?b",
  "*",
  "sa??s",
  "*\\**",
  "a\\?",
  "日*",
  "/srv/*",
  "https://*",
  "*@example.com",
  "",
  "\\\\*",
];

/** The pattern of a refinement. */
export function refinementPattern(source: string): Pattern {
  const { tree } = parseRegex(source);
  invariant(tree !== undefined, "the generator's patterns are in the dialect");
  return { source, tree };
}
