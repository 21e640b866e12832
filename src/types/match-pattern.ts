import type { CharacterSet } from "../syntax/character-set.js";
import type { RegexNode } from "../syntax/regex.js";
import { assertNever } from "../util/invariant.js";

/**
 * Whether a whole string is in the language of a regular expression: for literals, at compile time. Carries the set of positions that
 * a part can end at, so that its time is bounded by the square of the text's length.
 */
export function matchesPattern(text: string, tree: RegexNode): boolean {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return endsOf(tree, characters, new Set([0])).has(characters.length);
}

type Positions = ReadonlySet<number>;

function endsOf(node: RegexNode, text: readonly number[], starts: Positions): Positions {
  switch (node.kind) {
    case "characters":
      return new Set([...starts].filter((at) => contains(node.set, text[at])).map((at) => at + 1));
    case "sequence":
      return node.parts.reduce((positions, part) => endsOf(part, text, positions), starts);
    case "alternation":
      return new Set(node.alternatives.flatMap((alternative) => [...endsOf(alternative, text, starts)]));
    case "repeat":
      return repeatedEnds(node, text, starts);
    default:
      return assertNever(node);
  }
}

function repeatedEnds(
  node: Extract<RegexNode, { kind: "repeat" }>,
  text: readonly number[],
  starts: Positions,
): Positions {
  let current = starts;
  for (let count = 0; count < node.min; count++) current = endsOf(node.body, text, current);
  const reached = new Set(current);
  for (let count = node.min; count < (node.max ?? Infinity) && current.size > 0; count++) {
    const fresh = [...endsOf(node.body, text, current)].filter((end) => !reached.has(end));
    for (const end of fresh) reached.add(end);
    current = new Set(fresh);
  }
  return reached;
}

function contains(set: CharacterSet, character: number | undefined): boolean {
  return character !== undefined && set.some(([first, last]) => first <= character && character <= last);
}
