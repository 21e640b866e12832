import { partKey } from "../encode/place.js";
import { differInAffixes } from "../texts/affixes.js";
import { accepts, type SignedLanguage } from "../texts/language.js";
import { hasStandardPort } from "../texts/plain-forms.js";
import type { SlotDomain } from "./assumptions.js";
import { equalTo } from "./certain-languages.js";
import { sameTies, type ValueProblem } from "./value-problem.js";

/** Whether it is plain, without a search for texts, that some text cannot be as it has to be. That it is not, says nothing. */
export function areTextsRefuted(problem: ValueProblem): boolean {
  return areEqualTextsApart(problem) || isStandardPortAbsent(problem);
}

/** Whether texts that have to be equal are in languages that plainly have no text in common. */
function areEqualTextsApart(problem: ValueProblem): boolean {
  return sameTies(problem.assumptions, "text").some(({ atom, wanted }) => {
    const own = wanted ? problem.slots.get(atom.left.key) : undefined;
    return own !== undefined && equalTo(problem, atom.left).some((other) => areApart(own, other));
  });
}

function areApart({ domain: left }: SlotDomain, { domain: right }: SlotDomain): boolean {
  if (left.kind !== "text" || right.kind !== "text") return false;
  const areDisjoint = (one: SignedLanguage, other: SignedLanguage): boolean =>
    one.wanted && other.wanted && differInAffixes(one.language, other.language);
  return (
    left.languages.some((one) => right.languages.some((other) => areDisjoint(one, other))) ||
    isNoneOf(left.words, right.languages) ||
    isNoneOf(right.words, left.languages)
  );
}

/** Whether none of some words is as the languages say. */
function isNoneOf(words: readonly string[] | undefined, languages: readonly SignedLanguage[]): boolean {
  return (
    words !== undefined &&
    !words.some((word) => languages.every(({ language, wanted }) => accepts(language, word) === wanted))
  );
}

/** Whether a URL is to have no port, and a scheme that has one of its own. */
function isStandardPortAbsent({ assumptions, slots }: ValueProblem): boolean {
  for (const { slot } of slots.values()) {
    if (slot.type.kind !== "Url" || slot.of !== undefined) continue;
    if (assumptions.flags.get(`present ${partKey(slot.key, "port")}`) !== false) continue;
    const scheme = slots.get(partKey(slot.key, "scheme"))?.domain;
    if (scheme?.kind === "text" && scheme.words?.every(hasStandardPort)) return true;
  }
  return false;
}
