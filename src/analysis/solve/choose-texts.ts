import { timeWeekday } from "../../runtime/time.js";
import type { RelatedAtom, Slot } from "../encode/atom.js";
import { withinLanguage } from "../encode/encode-test.js";
import type { IntervalSet } from "../encode/interval-set.js";
import { partKey } from "../encode/place.js";
import { type SignedLanguage, wordsLanguage } from "../texts/language.js";
import type { Assumptions, SlotDomain, Trial } from "./assumptions.js";
import { certainLanguages, partsOf } from "./certain-languages.js";
import { blocksAround } from "./choose-addresses.js";
import { chosenAddresses, chosenPorts, liftedLanguages } from "./derived-texts.js";
import type { Domain } from "./domain.js";
import { chosenText, type SameTie, solveTexts, type TextVariable } from "./solve-texts.js";
import { textsToChoose } from "./texts-to-choose.js";
import { type ChosenNumbers, isInSum, type ValueProblem } from "./value-problem.js";

/** What is chosen before texts are. */
export interface ChosenAddresses extends ChosenNumbers {
  readonly addresses: ReadonlyMap<string, bigint>;
}

type Texts = ReadonlyMap<string, string>;

/**
 * Chooses texts, those first that no other one waits for: bases of paths and hosts, and parts that are tied to something. Where that fails,
 * it may be for what was chosen, and the next attempt avoids it: only if what is certain leaves nothing, there is none.
 */
export function chooseTexts(problem: ChosenAddresses, avoided: Map<string, Set<string>>): Trial<Texts> {
  const { texts, ties, tied } = textsToChoose(problem);
  const { chosen, isComplete } = chooseInRounds(problem, rounds(problem, texts, tied), ties, avoided);
  if (isComplete) return { kind: "found", result: chosen };
  for (const [key, word] of chosen) avoided.set(key, (avoided.get(key) ?? new Set()).add(word));
  const certain = texts.map((each) => ({ slot: each.slot, languages: certainLanguages(problem, each) }));
  return { kind: solveTexts(certain, ties).kind === "none" ? "none" : "unknown" };
}

function chooseInRounds(
  problem: ChosenAddresses,
  order: readonly (readonly SlotDomain[])[],
  ties: readonly SameTie[],
  avoided: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly chosen: Texts; readonly isComplete: boolean } {
  let chosen: Texts = new Map();
  for (const round of order) {
    const keys = new Set(round.map(({ slot }) => slot.key));
    const own = ties.filter(({ atom }) => keys.has(atom.left.key) && keys.has(atom.right.key));
    const crossing = ties.filter(({ atom }) => keys.has(atom.left.key) !== keys.has(atom.right.key));
    const variables = round.map((each): TextVariable => {
      const languages = [...certainLanguages(problem, each), ...chosenLanguages(problem, each, chosen)];
      const others = avoided.get(each.slot.key);
      const unwanted = others ? [{ language: wordsLanguage(others), wanted: false }] : [];
      return withCrossing({ slot: each.slot, languages: [...languages, ...unwanted] }, crossing, chosen);
    });
    const trial = solveTexts(variables, own);
    if (trial.kind !== "found") return { chosen, isComplete: false };
    chosen = new Map([...chosen, ...trial.result]);
  }
  return { chosen, isComplete: true };
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
  { assumptions }: ValueProblem,
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
  for (const { slot } of texts) {
    const { of } = withCase(slot);
    if (of && tied.has(slot.key)) wait(of.slot.key, slot.key);
  }
  const done = new Set<string>();
  const result: (readonly SlotDomain[])[] = [];
  let rest = texts;
  while (rest.length > 0) {
    const ready = rest.filter(({ slot }) =>
      [...(waitsFor.get(withCase(slot).key) ?? [])].every(
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

/** What a text has to be by what has been chosen for its parts and for the bases that it lies within. */
function chosenLanguages(
  problem: ChosenAddresses,
  { slot }: SlotDomain,
  chosen: Texts,
): readonly SignedLanguage[] {
  const { assumptions, slots, numbers } = problem;
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
    ...(assumptions.flags.get(`present ${ip}`) ? chosenAddresses(slot, addressSet(problem, ip)) : []),
    ...(hasPort === undefined ? [] : [chosenPorts(hasPort, portSet(problem, port))]),
    ...dayOf(problem, slot),
    ...basesOf(assumptions, slot, chosen),
    ...blocksOf(problem, slot),
  ];
}

/** The day of the week that a chosen time has. */
function dayOf({ numbers }: ChosenAddresses, { of }: Slot): readonly SignedLanguage[] {
  const time = of?.part === "weekday" ? numbers.get(of.slot.key) : undefined;
  return time === undefined ? [] : [chosenText(timeWeekday(time))];
}

function addressSet({ addresses, slots }: ChosenAddresses, key: string): IntervalSet<bigint> {
  const chosen = addresses.get(key);
  if (chosen !== undefined) return [[chosen, chosen]];
  const domain = slots.get(key)?.domain;
  return domain?.kind === "address" ? domain.set : [];
}

function portSet({ assumptions, numbers, slots }: ChosenAddresses, key: string): IntervalSet<number> {
  const port = slots.get(key);
  const chosen = port && isInSum(assumptions, port.slot) ? numbers.get(key) : undefined;
  if (chosen !== undefined) return [[chosen, chosen]];
  return port?.domain.kind === "number" ? port.domain.set : [[0, 65_535]];
}

/** What the addresses that are chosen say of a block that they lie in, or do not. */
function blocksOf({ assumptions, addresses }: ChosenAddresses, { key }: Slot): readonly SignedLanguage[] {
  return assumptions.ties.flatMap(({ atom, wanted }): readonly SignedLanguage[] => {
    if (atom.kind !== "related" || atom.relation !== "in network" || atom.right.key !== key) return [];
    const address = addresses.get(atom.left.key);
    return address === undefined ? [] : [{ language: wordsLanguage(blocksAround(address)), wanted }];
  });
}

/** The text of which a slot is the lower-case form: the two are chosen together. */
function withCase(slot: Slot): Slot {
  return slot.of?.part === "lower" ? withCase(slot.of.slot) : slot;
}

function textDomain(language: SignedLanguage): Domain {
  return { kind: "text", languages: [language], words: undefined };
}

/** What the bases that are chosen already say of what lies within them, or does not. */
function basesOf({ ties }: Assumptions, slot: Slot, chosen: Texts): readonly SignedLanguage[] {
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
