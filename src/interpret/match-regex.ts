import type { CharacterSet } from "../syntax/character-set.js";
import type { RegexNode } from "../syntax/regex.js";
import { assertNever } from "../util/invariant.js";

/**
 * Whether the whole text is one that a regular expression describes: by its meaning, the places at which a match that began at given
 * places can end.
 */
export function matchesRegex(text: string, regex: RegexNode): boolean {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return endsOf(regex, new Set([0]), characters).has(characters.length);
}

function endsOf(node: RegexNode, starts: ReadonlySet<number>, text: readonly number[]): ReadonlySet<number> {
  switch (node.kind) {
    case "characters":
      return new Set(
        [...starts].filter((place) => isMember(text[place], node.set)).map((place) => place + 1),
      );
    case "sequence":
      return node.parts.reduce((places, part) => endsOf(part, places, text), starts);
    case "alternation":
      return new Set(node.alternatives.flatMap((alternative) => [...endsOf(alternative, starts, text)]));
    case "repeat":
      return endsOfRepeat(node, starts, text);
    default:
      return assertNever(node);
  }
}

function isMember(codePoint: number | undefined, set: CharacterSet): boolean {
  return codePoint !== undefined && set.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** First as often as must be; then on from the places that are new, as long as there are any and it may be. */
function endsOfRepeat(
  { body, min, max = Infinity }: Extract<RegexNode, { kind: "repeat" }>,
  starts: ReadonlySet<number>,
  text: readonly number[],
): ReadonlySet<number> {
  let latest = starts;
  for (let count = 0; count < min; count += 1) latest = endsOf(body, latest, text);
  const ends = new Set(latest);
  for (let count = min; count < max && latest.size > 0; count += 1) {
    latest = new Set([...endsOf(body, latest, text)].filter((place) => !ends.has(place)));
    for (const place of latest) ends.add(place);
  }
  return ends;
}
