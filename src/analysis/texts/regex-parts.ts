import {
  anyCharacter,
  type CharacterRange,
  type CharacterSet,
  characterSet,
  complement,
} from "../../syntax/character-set.js";
import type { LikeToken } from "../../syntax/like-pattern.js";
import type { RegexNode } from "../../syntax/regex.js";

/** One character out of the ranges, which may be given as a text of pairs: `"az09"` is a to z and 0 to 9. */
export function oneOf(pairs: string): RegexNode {
  return { kind: "characters", set: rangesOf(pairs) };
}

/** One character that is not in the ranges. */
export function noneOf(pairs: string): RegexNode {
  return { kind: "characters", set: complement(rangesOf(pairs)) };
}

function rangesOf(pairs: string): CharacterSet {
  const codes = [...pairs].map((character) => character.codePointAt(0) ?? 0);
  const ranges = codes.flatMap((code, index): CharacterRange[] =>
    index % 2 === 0 ? [[code, codes[index + 1] ?? code]] : [],
  );
  return characterSet(ranges);
}

/** Any one character. */
export const anyOne: RegexNode = { kind: "characters", set: anyCharacter };

/** Any run of characters. */
export const anyRun: RegexNode = repeat(anyOne, 0);

/** Exactly this text. */
export function text(value: string): RegexNode {
  return sequence(
    ...[...value].map((character): RegexNode => {
      const code = character.codePointAt(0) ?? 0;
      return { kind: "characters", set: [[code, code]] };
    }),
  );
}

/** One after the other. */
export function sequence(...parts: readonly RegexNode[]): RegexNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "sequence", parts };
}

/** One of them. */
export function choice(...alternatives: readonly RegexNode[]): RegexNode {
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? only : { kind: "alternation", alternatives };
}

/** `min` times or more, at most `max` times. */
export function repeat(body: RegexNode, min: number, max?: number): RegexNode {
  return { kind: "repeat", body, min, max };
}

/** The texts that a `like` pattern matches. */
export function likeRegex(tokens: readonly LikeToken[]): RegexNode {
  return sequence(
    ...tokens.map((token) =>
      token.kind === "text" ? text(token.value) : token.kind === "any-one" ? anyOne : anyRun,
    ),
  );
}

/** The expression with every set of characters replaced. */
export function mapCharacters(node: RegexNode, map: (set: CharacterSet) => CharacterSet): RegexNode {
  switch (node.kind) {
    case "characters":
      return { kind: "characters", set: map(node.set) };
    case "sequence":
      return { kind: "sequence", parts: node.parts.map((part) => mapCharacters(part, map)) };
    case "alternation":
      return { kind: "alternation", alternatives: node.alternatives.map((each) => mapCharacters(each, map)) };
    case "repeat":
      return { ...node, body: mapCharacters(node.body, map) };
  }
}

/** The texts whose lower-case form (A to Z only) `node` matches. */
export function beforeLowering(node: RegexNode): RegexNode {
  return mapCharacters(node, (set) =>
    characterSet(
      set
        .flatMap(([first, last]): CharacterRange[] => [
          // An upper-case letter is never the result of lowering …
          [first, Math.min(last, upperA - 1)],
          [Math.max(first, upperZ + 1), last],
          // … and is taken wherever its lower-case letter is.
          [Math.max(first, lowerA) - shift, Math.min(last, lowerZ) - shift],
        ])
        .filter(([first, last]) => first <= last),
    ),
  );
}

const [upperA, upperZ, lowerA, lowerZ] = [0x41, 0x5a, 0x61, 0x7a];
const shift = lowerA - upperA;
