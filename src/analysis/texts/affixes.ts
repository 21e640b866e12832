import type { RegexNode } from "../../syntax/regex.js";
import { assertNever } from "../../util/invariant.js";
import type { Affixes, Language } from "./language.js";

/** Whether no text is in both of two languages, by what their texts begin and end with; false says nothing. */
export function differInAffixes(left: Language, right: Language): boolean {
  const [one, other] = [affixesOf(left), affixesOf(right)];
  return (
    !(one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) ||
    !(one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix))
  );
}

const known = new WeakMap<RegexNode, Affixes>();

/** What all texts of a language begin and end with, as far as its expression plainly says; of a language without texts, anything. */
export function affixesOf(language: Language): Affixes {
  if (language.affixes !== undefined) return language.affixes;
  const regex = language.regex();
  const affixes = known.get(regex) ?? {
    prefix: startOf(regex, "forwards").text,
    suffix: reversed(startOf(regex, "backwards").text),
  };
  known.set(regex, affixes);
  return affixes;
}

type Direction = "forwards" | "backwards";

/** What a text starts with, read in a direction; `whole`: it is all of the text. */
interface Start {
  readonly text: string;
  readonly whole: boolean;
}

const nothingKnown: Start = { text: "", whole: false };

function startOf(regex: RegexNode, direction: Direction): Start {
  switch (regex.kind) {
    case "characters": {
      const [range, ...others] = regex.set;
      const isOne = range !== undefined && others.length === 0 && range[0] === range[1];
      return isOne ? { text: String.fromCodePoint(range[0]), whole: true } : nothingKnown;
    }
    case "sequence":
      return startOfSequence(regex.parts, direction);
    case "alternation":
      return startOfChoice(regex.alternatives, direction);
    case "repeat":
      return regex.min === 0 ? nothingKnown : { text: startOf(regex.body, direction).text, whole: false };
    default:
      return assertNever(regex);
  }
}

function startOfSequence(parts: readonly RegexNode[], direction: Direction): Start {
  let text = "";
  for (const part of direction === "forwards" ? parts : [...parts].reverse()) {
    const start = startOf(part, direction);
    text += start.text;
    if (!start.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

function startOfChoice(alternatives: readonly RegexNode[], direction: Direction): Start {
  const starts = alternatives.map((alternative) => startOf(alternative, direction));
  const [first, ...others] = starts;
  if (first === undefined) return nothingKnown;
  if (others.length === 0) return first;
  return { text: starts.map(({ text }) => text).reduce(commonStart), whole: false };
}

function commonStart(left: string, right: string): string {
  const [one, other] = [[...left], [...right]];
  const end = one.findIndex((character, index) => character !== other[index]);
  return end < 0 ? left : one.slice(0, end).join("");
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}
