import type { CharacterSet } from "../syntax/character-set.js";
import type { RegexNode } from "../syntax/regex.js";
import type { TypeOf } from "../types/type.js";
import { assertNever } from "../util/invariant.js";
import { type Choices, chance, pick } from "./choices.js";
import { sampleTexts } from "./policy/names.js";

/** A string of the type: within its length and, as far as a cheap search finds one, within both its pattern and its length. */
export function sampleString(choices: Choices, type: TypeOf<"String">): string {
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = type.length ?? {};
  if (!type.pattern) return fitted(pick(choices, sampleTexts), minimum, maximum);
  let text = sampleRegex(choices, type.pattern.tree);
  for (let attempt = 0; attempt < 20 && !isWithin(text, minimum, maximum); attempt++) {
    text = sampleRegex(choices, type.pattern.tree);
  }
  return text;
}

function isWithin(text: string, minimum: number, maximum: number): boolean {
  const { length } = [...text];
  return length >= minimum && length <= maximum;
}

/** `text` cut or filled up to the length, in code points. */
function fitted(text: string, minimum: number, maximum: number): string {
  const points = [...text];
  while (points.length < minimum) points.push("x");
  return points.slice(0, maximum).join("");
}

/** A string that the regular expression matches: a short one, mostly. */
export function sampleRegex(choices: Choices, node: RegexNode): string {
  switch (node.kind) {
    case "characters":
      return sampleCharacter(choices, node.set);
    case "sequence":
      return node.parts.map((part) => sampleRegex(choices, part)).join("");
    case "alternation":
      return sampleRegex(choices, pick(choices, node.alternatives));
    case "repeat": {
      const times = choices.int(node.min, Math.min(node.max ?? node.min + 3, node.min + 3));
      return Array.from({ length: times }, () => sampleRegex(choices, node.body)).join("");
    }
    default:
      return assertNever(node);
  }
}

/** A character of the set: one that a person might type, where there is one. */
function sampleCharacter(choices: Choices, set: CharacterSet): string {
  const usual = [...usualCharacters].filter((character) => contains(set, character.codePointAt(0) ?? 0));
  if (usual.length > 0 && !chance(choices, 10)) return pick(choices, usual);
  if (set.length === 0) return "";
  const [first, last] = pick(choices, set);
  const point = chance(choices, 50) ? first : choices.int(first, Math.min(last, first + 100));
  return point >= 0xd800 && point <= 0xdfff ? "x" : String.fromCodePoint(point);
}

const usualCharacters = "aexz09_ -/.@AZ☃";

function contains(set: CharacterSet, point: number): boolean {
  return set.some(([first, last]) => point >= first && point <= last);
}
