import { lowerAscii } from "../../runtime/text.js";
import type { SlotPart } from "../encode/atom.js";
import { complement, type IntervalSet, integers, intersection } from "../encode/interval-set.js";
import { longest } from "../encode/place.js";
import {
  accepts,
  type Language,
  type LanguageBounds,
  lengthLanguage,
  loosely,
  regexLanguage,
  type SignedLanguage,
} from "../texts/language.js";
import { emailsWith, urlsWith } from "../texts/plain-forms.js";
import { beforeLowering } from "../texts/regex-parts.js";
import type { SlotDomain } from "./assumptions.js";

/** What a part of a text says of the text itself. */
export function liftedLanguages(part: SlotPart, { slot, domain }: SlotDomain): readonly SignedLanguage[] {
  if (part === "length" && domain.kind === "number") return lengthLanguages(domain.set);
  if (domain.kind !== "text") return [];
  return domain.languages.map(({ language, wanted }) => {
    return loosely(liftOnce(part, language, slot.of?.slot.type.kind === "Url"), wanted);
  });
}

const lifted = new Map<string, LanguageBounds>();
const mostRemembered = 20_000;

/** What a part that is in a language says of its text: that it is in another one. */
export function liftOnce(part: SlotPart, language: Language, isUrl: boolean): LanguageBounds {
  const key = `${isUrl ? "Url " : ""}${part} ${language.key}`;
  const known = lifted.get(key) ?? lift(part, language, isUrl);
  if (lifted.size >= mostRemembered) lifted.clear();
  lifted.set(key, known);
  return known;
}

function lift(part: SlotPart, language: Language, isUrl: boolean): LanguageBounds {
  switch (part) {
    case "host":
    case "scheme":
    case "path":
      return isUrl ? urlsWith(part, language) : exact(language);
    case "domain":
    case "local":
      return emailsWith(part, language);
    case "lower":
      // In lower case a text is as long as it was.
      if (language.lengths) return exact(language);
      return exact(
        regexLanguage(`lower ${language.key}`, () => beforeLowering(language.regex()), {
          knows: (word) => accepts(language, lowerAscii(word)),
        }),
      );
    default:
      return exact(language);
  }
}

function exact(language: Language): LanguageBounds {
  return { upper: language, lower: language };
}

/** The texts whose lengths are in a set: from its first to its last number, but for those in the gaps. */
function lengthLanguages(set: IntervalSet<number>): readonly SignedLanguage[] {
  const first = set[0]?.[0] ?? 0;
  const last = set.at(-1)?.[1] ?? 0;
  const gaps = intersection(complement(integers, set), [[first, last]]);
  // Longer texts than a witness needs are let in: as an automaton, so long a count would fill the memory.
  const maximum = last >= longest ? Number.POSITIVE_INFINITY : last;
  return [
    { language: lengthLanguage(first, maximum), wanted: true },
    ...gaps.map(([from, to]) => ({ language: lengthLanguage(from, to), wanted: false })),
  ];
}
