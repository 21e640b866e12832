import { formatIp, parseCidr } from "../../runtime/ip.js";
import { timeHour, timeWeekday } from "../../runtime/time.js";
import type { RelatedAtom, Slot, SlotPart } from "../encode/atom.js";
import { withinLanguage } from "../encode/encode-test.js";
import {
  addresses,
  complement,
  contains,
  type IntervalSet,
  intersection,
  nearest,
} from "../encode/interval-set.js";
import { partKey } from "../encode/place.js";
import { addressAt, addressesOf } from "../encode/text-tests.js";
import type { SignedLanguage } from "../texts/language.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { preferredAddress, preferredNumber } from "./default-value.js";
import { addressLanguage, chosenAddresses, chosenPorts, liftedLanguages } from "./derived-texts.js";
import { type Domain, fullDomain } from "./domain.js";
import { type LinearTie, type NumberVariable, solveNumbers } from "./solve-numbers.js";
import { chosenText, type SameTie, solveTexts, type TextVariable } from "./solve-texts.js";

/** The value of each slot that matters, by its key, as expressions compute with it. */
export type Values = ReadonlyMap<string, string | number | bigint>;

/**
 * Chooses a value for every slot of which something is assumed. That there is none (`none`) is said only where what is known of one slot,
 * or of slots tied by equality or by sums, leaves nothing; where a choice made on the way may be to blame, it is `unknown`.
 */
export function solveValues(assumptions: Assumptions): Trial<Values> {
  const slots = allSlots(assumptions);
  const numbers = solveNumbers(numberVariables(slots), assumptions.ties.filter(isLinear));
  if (numbers.kind !== "found") return numbers;
  const fixed = { assumptions, slots, numbers: numbers.result };
  const texts = solveTextSlots(fixed);
  if (texts.kind !== "found") return texts;
  const found = chooseAddresses(fixed, texts.result);
  return found.kind === "found"
    ? {
        kind: "found",
        result: new Map<string, string | number | bigint>([
          ...chooseTimes(fixed),
          ...texts.result,
          ...found.result,
        ]),
      }
    : found;
}

interface Fixed {
  readonly assumptions: Assumptions;
  readonly slots: ReadonlyMap<string, SlotDomain>;
  readonly numbers: ReadonlyMap<string, number>;
}

function isLinear(tie: Assumptions["ties"][number]): tie is LinearTie {
  return tie.atom.kind === "linear";
}

function isSame(tie: Assumptions["ties"][number]): tie is SameTie {
  return tie.atom.kind === "same";
}

/** Every slot that an atom speaks of, and those that they are parts of. */
function allSlots({ domains, ties, owners }: Assumptions): ReadonlyMap<string, SlotDomain> {
  const slots = new Map(domains);
  const add = (slot: Slot): void => {
    if (!slots.has(slot.key)) slots.set(slot.key, { slot, domain: fullDomain(slot) });
  };
  for (const { atom } of ties) {
    if (atom.kind === "linear") for (const { slot } of atom.terms) add(slot);
    else {
      add(atom.left);
      add(atom.right);
    }
  }
  for (const owner of owners) add(owner);
  for (const { slot } of [...slots.values()]) if (slot.of) add(slot.of.slot);
  return slots;
}

// ── numbers ──

function numberVariables(slots: Fixed["slots"]): readonly NumberVariable[] {
  return [...slots.values()].flatMap(({ slot, domain }) =>
    domain.kind === "number" ? [{ slot, set: domain.set, preferred: preferredNumber(slot) }] : [],
  );
}

/** Times by their hour and day of the week too: the first instant of the set, from the preferred one on, that has both. */
function chooseTimes({ assumptions, slots, numbers }: Fixed): ReadonlyMap<string, number> {
  const chosen = new Map(numbers);
  for (const { slot, domain } of slots.values()) {
    if (slot.type.kind !== "Time" || domain.kind !== "number") continue;
    const hours = slots.get(partKey(slot.key, "hour"))?.domain;
    const days = slots.get(partKey(slot.key, "weekday"))?.domain;
    if (hours === undefined && days === undefined) continue;
    const set: IntervalSet<number> = isInSum(assumptions, slot)
      ? [[numbers.get(slot.key) ?? 0, numbers.get(slot.key) ?? 0]]
      : domain.set;
    const time = firstTime(set, hours, days);
    if (time !== undefined) chosen.set(slot.key, time);
  }
  return chosen;
}

const hour = 3_600_000;
const hoursOfWeek = 168;

function firstTime(
  set: IntervalSet<number>,
  hours: Domain | undefined,
  days: Domain | undefined,
): number | undefined {
  const fits = (time: number): boolean =>
    (hours?.kind !== "number" || contains(hours.set, timeHour(time))) &&
    (days?.kind !== "text" || (days.words?.includes(timeWeekday(time)) ?? true));
  const start = nearest(set, Date.UTC(2026, 0, 1)) ?? 0;
  const after = intersection(set, [[start, Number.MAX_SAFE_INTEGER]]);
  for (const [first, last] of [...after, ...set]) {
    for (let step = 0; step <= hoursOfWeek; step += 1) {
      const time = step === 0 ? first : (Math.floor(first / hour) + step) * hour;
      if (time <= last && fits(time)) return time;
    }
  }
  return undefined;
}

// ── texts ──

/**
 * First the texts that no other one waits for: bases of paths and hosts, and parts that are tied to something. Where that fails, it may be
 * for what was chosen: only if what is certain leaves nothing, there is none.
 */
function solveTextSlots(fixed: Fixed): Trial<ReadonlyMap<string, string>> {
  const { assumptions, slots } = fixed;
  const ties = assumptions.ties.filter(isSame).filter(({ atom }) => atom.left.kind === "text");
  const tied = new Set(ties.flatMap(({ atom }) => [atom.left.key, atom.right.key]));
  const isChosenFirst = ({ key, of }: Slot): boolean => of === undefined || tied.has(key);
  const texts = [...slots.values()].filter(
    ({ slot, domain }) => domain.kind === "text" && slot.of?.part !== "weekday" && isChosenFirst(slot),
  );
  const chosen = chooseTexts(fixed, rounds(fixed, texts, tied), ties);
  if (chosen !== undefined) return { kind: "found", result: chosen };
  const certain = texts.map((each) => ({ slot: each.slot, languages: certainLanguages(fixed, each) }));
  return { kind: solveTexts(certain, ties).kind === "none" ? "none" : "unknown" };
}

function chooseTexts(
  fixed: Fixed,
  order: readonly (readonly SlotDomain[])[],
  ties: readonly SameTie[],
): ReadonlyMap<string, string> | undefined {
  let chosen: ReadonlyMap<string, string> = new Map();
  for (const round of order) {
    const keys = new Set(round.map(({ slot }) => slot.key));
    const own = ties.filter(({ atom }) => keys.has(atom.left.key) && keys.has(atom.right.key));
    const crossing = ties.filter(({ atom }) => keys.has(atom.left.key) !== keys.has(atom.right.key));
    const variables = round.map((each): TextVariable => {
      const languages = [...certainLanguages(fixed, each), ...chosenLanguages(fixed, each, chosen)];
      return withCrossing({ slot: each.slot, languages }, crossing, chosen);
    });
    const trial = solveTexts(variables, own);
    if (trial.kind !== "found") return undefined;
    chosen = new Map([...chosen, ...trial.result]);
  }
  return chosen;
}

function withCrossing(
  variable: TextVariable,
  crossing: readonly SameTie[],
  chosen: ReadonlyMap<string, string>,
): TextVariable {
  const languages = crossing.flatMap(({ atom, wanted }): SignedLanguage[] => {
    const other = atom.left.key === variable.slot.key ? atom.right.key : atom.left.key;
    const isOwn = atom.left.key === variable.slot.key || atom.right.key === variable.slot.key;
    const word = isOwn ? chosen.get(other) : undefined;
    return word === undefined ? [] : [{ ...chosenText(word), wanted }];
  });
  return { ...variable, languages: [...variable.languages, ...languages] };
}

/** Slots in the order in which they can be chosen: what is the base of another one, or a tied part of it, before it. */
function rounds(
  { assumptions }: Fixed,
  texts: readonly SlotDomain[],
  tied: ReadonlySet<string>,
): readonly (readonly SlotDomain[])[] {
  const waitsFor = new Map<string, Set<string>>();
  const wait = (slot: string, other: string): void => {
    waitsFor.set(slot, (waitsFor.get(slot) ?? new Set()).add(other));
  };
  for (const { atom } of assumptions.ties)
    if (atom.kind === "related" && atom.left.kind === "text")
      wait(atom.left.of?.slot.key ?? atom.left.key, atom.right.key);
  for (const { slot } of texts) if (slot.of && tied.has(slot.key)) wait(slot.of.slot.key, slot.key);
  const done = new Set<string>();
  const result: (readonly SlotDomain[])[] = [];
  let rest = texts;
  while (rest.length > 0) {
    const ready = rest.filter(({ slot }) =>
      [...(waitsFor.get(slot.key) ?? [])].every(
        (key) => done.has(key) || !rest.some((each) => each.slot.key === key),
      ),
    );
    // A ring of bases: they are chosen together, and tried as they are.
    const round = ready.length > 0 ? ready : rest;
    for (const { slot } of round) done.add(slot.key);
    result.push(round);
    rest = rest.filter(({ slot }) => !done.has(slot.key));
  }
  return result;
}

/** What a text has to be, by itself and by its parts. */
function certainLanguages(
  { assumptions, slots }: Fixed,
  { slot, domain }: SlotDomain,
): readonly SignedLanguage[] {
  const own = domain.kind === "text" ? domain.languages : [];
  const lifted = partsOf(slots, slot).flatMap((part) => liftedLanguages(part.part, part));
  const ip = assumptions.flags.get(`present ${partKey(slot.key, "ip")}`);
  return [...own, ...lifted, ...(ip === undefined ? [] : [addressLanguage(slot, ip)])];
}

/** What a text has to be by what has been chosen for its parts and for the bases that it lies within. */
function chosenLanguages(
  fixed: Fixed,
  { slot }: SlotDomain,
  chosen: ReadonlyMap<string, string>,
): readonly SignedLanguage[] {
  const { assumptions, slots, numbers } = fixed;
  const lifted = partsOf(slots, slot).flatMap((part): readonly SignedLanguage[] => {
    const word = chosen.get(part.slot.key);
    if (word !== undefined)
      return liftedLanguages(part.part, { ...part, domain: textDomain(chosenText(word)) });
    const number = numbers.get(part.slot.key);
    if (part.part !== "length" || number === undefined || !isInSum(assumptions, part.slot)) return [];
    return liftedLanguages("length", { ...part, domain: { kind: "number", set: [[number, number]] } });
  });
  const ip = partKey(slot.key, "ip");
  const port = partKey(slot.key, "port");
  const hasPort = assumptions.flags.get(`present ${port}`);
  return [
    ...lifted,
    ...(assumptions.flags.get(`present ${ip}`) ? chosenAddresses(slot, slots.get(ip)?.domain) : []),
    ...(hasPort === undefined ? [] : [chosenPorts(hasPort, slots.get(port)?.domain)]),
    ...basesOf(assumptions, slot, chosen),
  ];
}

interface PartDomain extends SlotDomain {
  readonly part: SlotPart;
}

function partsOf(slots: Fixed["slots"], { key }: Slot): readonly PartDomain[] {
  return [...slots.values()].flatMap((each) =>
    each.slot.of?.slot.key === key ? [{ ...each, part: each.slot.of.part }] : [],
  );
}

function isInSum({ ties }: Assumptions, { key }: Slot): boolean {
  return ties.some(({ atom }) => atom.kind === "linear" && atom.terms.some(({ slot }) => slot.key === key));
}

function textDomain(language: SignedLanguage): Domain {
  return { kind: "text", languages: [language], words: undefined };
}

/** What the bases that are chosen already say of what lies within them, or does not. */
function basesOf(
  { ties }: Assumptions,
  slot: Slot,
  chosen: ReadonlyMap<string, string>,
): readonly SignedLanguage[] {
  return ties.flatMap(({ atom, wanted }): readonly SignedLanguage[] => {
    if (atom.kind !== "related") return [];
    const base = chosen.get(atom.right.key);
    if (base === undefined) return [];
    if (atom.left.key === slot.key) return [{ language: relatedLanguage(atom, base), wanted }];
    if (atom.left.of?.slot.key !== slot.key) return [];
    const domain = textDomain({ language: relatedLanguage(atom, base), wanted });
    return liftedLanguages(atom.left.of.part, { slot: atom.left, domain });
  });
}

function relatedLanguage(atom: RelatedAtom, base: string) {
  return withinLanguage(atom.relation === "within path" ? "Path" : "Host", base);
}

// ── addresses ──

function chooseAddresses(
  { assumptions, slots }: Fixed,
  texts: ReadonlyMap<string, string>,
): Trial<ReadonlyMap<string, bigint>> {
  const chosen = new Map<string, bigint>();
  const classes = addressClasses(slots, assumptions.ties.filter(isSame));
  for (const keys of classes) {
    let set: IntervalSet<bigint> = [[addresses.minimum, addresses.maximum]];
    for (const key of keys) {
      const domain = slots.get(key)?.domain;
      if (domain?.kind === "address") set = intersection(set, domain.set);
    }
    if (set.length === 0) return { kind: "none" };
    for (const { atom, wanted } of assumptions.ties) {
      if (atom.kind === "same" && !wanted) set = butOther(set, atom.left.key, atom.right.key, keys, chosen);
      if (atom.kind !== "related" || atom.relation !== "in network" || !keys.includes(atom.left.key))
        continue;
      const block = parseCidr(texts.get(atom.right.key) ?? "");
      if (block === undefined) return { kind: "unknown" };
      const within = addressesOf([block]);
      set = intersection(set, wanted ? within : complement(addresses, within));
    }
    const value = nearest(set, preferredAddress);
    if (value === undefined) return { kind: "unknown" };
    for (const key of keys) chosen.set(key, value);
  }
  return { kind: "found", result: chosen };
}

function butOther(
  set: IntervalSet<bigint>,
  left: string,
  right: string,
  keys: readonly string[],
  chosen: ReadonlyMap<string, bigint>,
): IntervalSet<bigint> {
  const other = keys.includes(left) ? right : keys.includes(right) ? left : undefined;
  const value = other === undefined ? undefined : chosen.get(other);
  return value === undefined ? set : intersection(set, complement(addresses, [[value, value]]));
}

function addressClasses(slots: Fixed["slots"], ties: readonly SameTie[]): readonly (readonly string[])[] {
  const classOf = new Map<string, string[]>();
  for (const { slot, domain } of slots.values())
    if (domain.kind === "address" && slot.of === undefined) classOf.set(slot.key, [slot.key]);
  for (const { atom, wanted } of ties) {
    const left = classOf.get(atom.left.key);
    const right = classOf.get(atom.right.key);
    if (!wanted || !left || !right || left === right) continue;
    left.push(...right);
    for (const key of right) classOf.set(key, left);
  }
  return [...new Set(classOf.values())];
}

/** An address as a request has it. */
export function addressText(place: bigint): string {
  return formatIp(addressAt(place));
}
