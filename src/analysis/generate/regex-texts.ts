import type { CharacterSet } from "../../syntax/character-set.js";
import type { RegexNode } from "../../syntax/regex.js";
import { assertNever } from "../../util/invariant.js";

/**
 * A few texts that a regular expression matches: with as few and with as many repetitions as it allows, of the characters that one would
 * write first and of those that one would write last.
 */
export function regexTexts(tree: RegexNode): readonly string[] {
  const texts = preferences.flatMap((preferred) =>
    [false, true].flatMap((isLong) => textOf(tree, { preferred, isLong }) ?? []),
  );
  return [...new Set(texts)].filter((text) => text.length <= longest);
}

interface Wish {
  readonly preferred: string;
  readonly isLong: boolean;
}

const preferences = ["aA0-_. !é", "!é .0Aa_-"];

/** Longer texts are nothing that a person would want to read. */
const longest = 64;

/** How many repetitions more there are where there is no end. */
const fewMore = 2;

function textOf(node: RegexNode, wish: Wish): string | undefined {
  switch (node.kind) {
    case "characters":
      return characterOf(node.set, wish.preferred);
    case "sequence":
      return joined(node.parts.map((part) => textOf(part, wish)));
    case "alternation": {
      const alternatives = wish.isLong ? node.alternatives.toReversed() : node.alternatives;
      return alternatives.map((each) => textOf(each, wish)).find((text) => text !== undefined);
    }
    case "repeat": {
      const count = wish.isLong ? (node.max ?? node.min + fewMore) : node.min;
      if (count === 0) return "";
      return count > longest ? undefined : textOf(node.body, wish)?.repeat(count);
    }
    default:
      return assertNever(node);
  }
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined) ? undefined : parts.join("");
}

function characterOf(set: CharacterSet, preferred: string): string | undefined {
  const isIn = (code: number): boolean => set.some(([first, last]) => first <= code && code <= last);
  const wanted = [...preferred].find((character) => isIn(character.codePointAt(0) ?? 0));
  const [range] = set;
  return wanted ?? (range && String.fromCodePoint(range[0]));
}
