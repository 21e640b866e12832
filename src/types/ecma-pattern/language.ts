import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import { assertNever } from "../../util/invariant.js";
import { printCharacterSet } from "./print-character-set.js";

/** A regular language, without assertions: the texts that a part of a pattern can stand for. */
export type Language =
  /** One character out of a set, and how the set is written. */
  | { readonly kind: "characters"; readonly set: CharacterSet; readonly text: string }
  | { readonly kind: "sequence"; readonly parts: readonly Language[] }
  | { readonly kind: "choice"; readonly alternatives: readonly Language[] }
  | { readonly kind: "repeat"; readonly body: Language; readonly min: number; readonly max: number };

/** The language of the empty text alone. */
export const emptyText: Language = { kind: "sequence", parts: [] };

/** The language without texts. */
export const noText: Language = { kind: "choice", alternatives: [] };

/** Every text. */
export const anyText: Language = {
  kind: "repeat",
  body: { kind: "characters", set: complement([]), text: "." },
  min: 0,
  max: Infinity,
};

/** One text of each part after the other. */
export function sequence(...parts: readonly Language[]): Language {
  if (parts.includes(noText)) return noText;
  const flat = parts.flatMap((part) => (part.kind === "sequence" ? part.parts : [part]));
  const [only, ...others] = flat;
  return only && others.length === 0 ? only : { kind: "sequence", parts: flat };
}

/** A text of one of the alternatives. */
export function choice(...alternatives: readonly Language[]): Language {
  const flat = alternatives.flatMap((part) => (part.kind === "choice" ? part.alternatives : [part]));
  const [only, ...others] = flat;
  if (only === undefined) return noText;
  return others.length === 0 ? only : { kind: "choice", alternatives: flat };
}

/** Texts of the body, one after the other. */
export function repeat(body: Language, min: number, max: number): Language {
  if (max === 0) return emptyText;
  if (body === noText) return min === 0 ? emptyText : noText;
  return min === 1 && max === 1 ? body : { kind: "repeat", body, min, max };
}

/** Whether the empty text is one of the language. */
export function hasEmptyText(language: Language): boolean {
  switch (language.kind) {
    case "characters":
      return false;
    case "sequence":
      return language.parts.every(hasEmptyText);
    case "choice":
      return language.alternatives.some(hasEmptyText);
    case "repeat":
      return language.min === 0 || hasEmptyText(language.body);
    default:
      return assertNever(language);
  }
}

/** The texts whose first character is in the set; or whose last one is. The empty text is none of them. */
export function restrict(language: Language, end: "first" | "last", set: CharacterSet): Language {
  switch (language.kind) {
    case "characters": {
      const both = intersectSets(language.set, set);
      if (both.length === 0) return noText;
      const isSame =
        both.length === language.set.length &&
        both.every((range, index) => range.join() === language.set[index]?.join());
      return isSame ? language : { kind: "characters", set: both, text: printCharacterSet(both) };
    }
    case "sequence":
      return restrictSequence(language.parts, end, set);
    case "choice":
      return choice(...language.alternatives.map((part) => restrict(part, end, set)));
    case "repeat": {
      const { body, min, max } = language;
      const others = repeat(body, hasEmptyText(body) ? 0 : Math.max(min, 1) - 1, max - 1);
      return inOrder(end, restrict(body, end, set), others);
    }
    default:
      return assertNever(language);
  }
}

/** The part at the end is restricted, or, where that part can be empty, the one next to it. */
function restrictSequence(parts: readonly Language[], end: "first" | "last", set: CharacterSet): Language {
  const outer = end === "first" ? parts[0] : parts.at(-1);
  if (outer === undefined) return noText;
  const inner = end === "first" ? parts.slice(1) : parts.slice(0, -1);
  const restricted = inOrder(end, restrict(outer, end, set), sequence(...inner));
  return hasEmptyText(outer) ? choice(restricted, restrictSequence(inner, end, set)) : restricted;
}

function inOrder(end: "first" | "last", outer: Language, inner: Language): Language {
  return end === "first" ? sequence(outer, inner) : sequence(inner, outer);
}

/** a and b → not (not a or not b) */
function intersectSets(left: CharacterSet, right: CharacterSet): CharacterSet {
  return complement(characterSet([...complement(left), ...complement(right)]));
}

/** The language as Pol writes it. */
export function printLanguage(language: Language): string {
  switch (language.kind) {
    case "characters":
      return language.text;
    case "sequence":
      return language.parts
        .map((part) => (part.kind === "choice" ? `(${printLanguage(part)})` : printLanguage(part)))
        .join("");
    case "choice":
      return language.alternatives.map(printLanguage).join("|");
    case "repeat": {
      const body = printLanguage(language.body);
      return `${language.body.kind === "characters" ? body : `(${body})`}${printCounts(language.min, language.max)}`;
    }
    default:
      return assertNever(language);
  }
}

function printCounts(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === max) return `{${min}}`;
  return min === 0 && max === 1 ? "?" : `{${min},${max}}`;
}
