import type { Slot } from "../encode/atom.js";
import { partValue, type SlotValue } from "../encode/evaluate-formula.js";
import { addresses, contains, everything, type IntervalSet } from "../encode/interval-set.js";
import { partKey } from "../encode/place.js";
import { addressHosts } from "../texts/address-forms.js";
import {
  type Language,
  type LanguageBounds,
  loosely,
  type SignedLanguage,
  wordsLanguage,
} from "../texts/language.js";
import { urlsOfHosts, urlsWithPort } from "../texts/plain-forms.js";
import type { SlotDomain } from "./assumptions.js";
import type { ValueProblem } from "./value-problem.js";

/** What a host or a URL has to be by its address and by its port: that it has them, or that it has none, and which. */
export function partLanguages(
  problem: ValueProblem,
  { slot, domain }: SlotDomain,
): readonly SignedLanguage[] {
  const words = domain.kind === "text" ? domain.words : undefined;
  return optionalParts.flatMap((part): readonly SignedLanguage[] => {
    const key = partKey(slot.key, part);
    const isThere = problem.assumptions.flags.get(`present ${key}`);
    if (isThere === undefined) return [];
    const has = hasPart(problem, key);
    if (words !== undefined) {
      const values = words.filter((word) => has(partOf(word, slot, part)) === isThere);
      return [{ language: wordsLanguage(values), wanted: true }];
    }
    return [part === "ip" ? withAddress(problem, slot, isThere) : withPort(problem, slot, isThere)];
  });
}

const optionalParts = ["ip", "port"] as const;

/** Whether a value, which is undefined where the part is not there, is one that it can have. */
function hasPart({ slots }: ValueProblem, key: string): (value: SlotValue | undefined) => boolean {
  const domain = slots.get(key)?.domain;
  return (value) => {
    if (typeof value === "bigint") return domain?.kind !== "address" || contains(domain.set, value);
    return typeof value === "number" && (domain?.kind !== "number" || contains(domain.set, value));
  };
}

function partOf(word: string, slot: Slot, part: "ip" | "port"): SlotValue | undefined {
  const kind = part === "ip" ? "address" : "number";
  return partValue(word, { key: partKey(slot.key, part), kind, type: slot.type, of: { slot, part } });
}

function withAddress({ slots }: ValueProblem, slot: Slot, isThere: boolean): SignedLanguage {
  const all = everything(addresses);
  const domain = slots.get(partKey(slot.key, "ip"))?.domain;
  return loosely(hostsAt(slot, isThere && domain?.kind === "address" ? domain.set : all), isThere);
}

function withPort({ slots }: ValueProblem, slot: Slot, isThere: boolean): SignedLanguage {
  const domain = slots.get(partKey(slot.key, "port"))?.domain;
  const set = isThere && domain?.kind === "number" ? domain.set : allPorts;
  return { language: urlsWithPort(set), wanted: isThere };
}

const allPorts: IntervalSet<number> = [[0, 65_535]];

/** The texts of a host, or of URLs, of which the address is chosen. */
export function chosenAddress(slot: Slot, address: bigint): SignedLanguage {
  return loosely(hostsAt(slot, [[address, address]]), true);
}

/** The URLs of which the port is chosen. */
export function chosenPort(port: number): SignedLanguage {
  return { language: urlsWithPort([[port, port]]), wanted: true };
}

/** The hosts that are addresses in a set, or the URLs of such hosts. */
function hostsAt({ type }: Slot, set: IntervalSet<bigint>): LanguageBounds {
  const { upper, lower } = addressHosts(set);
  if (type.kind !== "Url") return { upper, lower };
  const urls: Language = urlsOfHosts(upper);
  return { upper: urls, lower: lower === upper ? urls : urlsOfHosts(lower) };
}
