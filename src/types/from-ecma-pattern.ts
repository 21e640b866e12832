import { parseRegex } from "../syntax/regex.js";
import { noText, printLanguage } from "./ecma-pattern/language.js";
import { parseEcmaPattern } from "./ecma-pattern/parse-ecma-pattern.js";
import { withoutAssertions } from "./ecma-pattern/without-assertions.js";
import type { Pattern } from "./type.js";

/** How long a pattern of Pol may become: assertions in many alternatives multiply. */
const longest = 5000;

/**
 * A regular expression of JSON Schema (ECMAScript with the `u` flag, unanchored) as one of Pol (the whole string, regular in the strict
 * sense), with exactly the same strings; undefined where there is none, or where it cannot be seen to be the same.
 */
export function fromEcmaPattern(source: string): Pattern | undefined {
  const node = parseEcmaPattern(source);
  const language = node && withoutAssertions(node);
  if (!language || language === noText) return undefined;
  // An empty regular expression is none: `//` begins a comment.
  const text = printLanguage(language) || "()";
  const tree = text.length > longest ? undefined : parseRegex(text).tree;
  return tree && { source: text, tree };
}
