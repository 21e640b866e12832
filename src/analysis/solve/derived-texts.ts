import { formatIp } from "../../runtime/ip.js";
import type { Slot, SlotPart } from "../encode/atom.js";
import { complement, type IntervalSet, integers, intersection, nearest } from "../encode/interval-set.js";
import { addressAt } from "../encode/text-tests.js";
import {
  type Language,
  type LanguageBounds,
  lengthLanguage,
  loosely,
  regexLanguage,
  type SignedLanguage,
  wordsLanguage,
} from "../texts/language.js";
import { bracketed, emailsWith, quad, urlsWith, urlsWithPort } from "../texts/plain-forms.js";
import { beforeLowering, choice } from "../texts/regex-parts.js";
import type { SlotDomain } from "./assumptions.js";
import { preferredAddress } from "./default-value.js";

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

function liftOnce(part: SlotPart, language: Language, isUrl: boolean): LanguageBounds {
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
      return exact(regexLanguage(`lower ${language.key}`, beforeLowering(language.regex)));
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
  return [
    { language: lengthLanguage(first, last), wanted: true },
    ...gaps.map(([from, to]) => ({ language: lengthLanguage(from, to), wanted: false })),
  ];
}

/** The texts of hosts that are addresses. */
const addressTexts = regexLanguage("address", choice(quad, bracketed));

/** That a host, or a URL's, is an address, or that it is none. */
export function addressLanguage(owner: Slot, wanted: boolean): SignedLanguage {
  return loosely(ofHost(owner, addressTexts), wanted);
}

function ofHost(owner: Slot, language: Language): LanguageBounds {
  return owner.type.kind === "Url" ? urlsWith("host", language) : exact(language);
}

/** Some texts of hosts (or of URLs with them) whose address is in a set: the ends of its first intervals. */
export function chosenAddresses(owner: Slot, set: IntervalSet<bigint>): readonly SignedLanguage[] {
  const seen = intersection(set, [[preferredAddress, preferredAddress]]);
  const texts = [...seen, ...set.slice(0, 8), ...set.slice(-8)].flat().map((place) => {
    const ip = addressAt(place);
    return typeof ip === "bigint" ? `[${formatIp(ip)}]` : formatIp(ip);
  });
  return set.length === 0 ? [] : [loosely(ofHost(owner, wordsLanguage(texts)), true)];
}

/** URLs that have some of the ports in a set, or that have none. */
export function chosenPorts(present: boolean, set: IntervalSet<number>): SignedLanguage {
  if (!present) return { language: urlsWithPort([]), wanted: true };
  const ports = [443, 80, 8080, 1].flatMap((port) => nearest(set, port) ?? []);
  return { language: urlsWithPort([...new Set(ports)]), wanted: true };
}
