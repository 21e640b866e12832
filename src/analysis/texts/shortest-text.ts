import type { RegexNode } from "../../syntax/regex.js";
import { assertNever } from "../../util/invariant.js";
import { preferredCharacter } from "./alphabet.js";

/** A shortest text that a regular expression matches, of the characters that people read best; undefined where it matches none. */
export function shortestText(regex: RegexNode): string | undefined {
  switch (regex.kind) {
    case "characters":
      return preferredCharacter(regex.set);
    case "sequence":
      return shortestSequence(regex.parts);
    case "alternation":
      return shortestOf(regex.alternatives);
    case "repeat": {
      const once = regex.min === 0 ? "" : shortestText(regex.body);
      return once?.repeat(regex.min);
    }
    default:
      return assertNever(regex);
  }
}

function shortestSequence(parts: readonly RegexNode[]): string | undefined {
  let whole = "";
  for (const part of parts) {
    const text = shortestText(part);
    if (text === undefined) return undefined;
    whole += text;
  }
  return whole;
}

function shortestOf(alternatives: readonly RegexNode[]): string | undefined {
  let best: string | undefined;
  for (const alternative of alternatives) {
    const text = shortestText(alternative);
    if (text !== undefined && (best === undefined || text.length < best.length)) best = text;
  }
  return best;
}
