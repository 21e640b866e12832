import { timeWeekday } from "../../runtime/time.js";
import type { Slot } from "../encode/atom.js";
import { partKey } from "../encode/place.js";
import { type SignedLanguage, wordsLanguage } from "../texts/language.js";
import type { SlotDomain, Trial } from "./assumptions.js";
import { certainLanguages, equalTo, partsOf } from "./certain-languages.js";
import { blocksAround } from "./choose-addresses.js";
import { liftedLanguages } from "./derived-texts.js";
import type { Domain } from "./domain.js";
import { chosenAddress, chosenPort } from "./optional-parts.js";
import { areTextsRefuted } from "./refuted-texts.js";
import { relatedLanguages, sharedBase } from "./related-texts.js";
import { chosenText, type SameTie, solveTexts, type TextVariable } from "./solve-texts.js";
import { type TextOrder, textRounds } from "./text-rounds.js";
import { textsToChoose } from "./texts-to-choose.js";
import { type ChosenNumbers, isInSum } from "./value-problem.js";

/** What is chosen before texts are. */
export interface ChosenAddresses extends ChosenNumbers {
  readonly addresses: ReadonlyMap<string, bigint>;
}

type Texts = ReadonlyMap<string, string>;

/**
 * Chooses texts, those first that no other one waits for: bases of paths and hosts, and parts that are tied to something. Where that fails,
 * it may be for what was chosen, and the next attempt avoids it: only if what is certain leaves nothing, there is none.
 */
export function chooseTexts(
  problem: ChosenAddresses,
  avoided: Map<string, Set<string>>,
  order: TextOrder,
): Trial<Texts> {
  if (isOutsideItself(problem) || areTextsRefuted(problem)) return { kind: "none" };
  const { texts, ties } = textsToChoose(problem);
  const { chosen, isComplete } = chooseInRounds(problem, order, ties, avoided);
  if (isComplete) return { kind: "found", result: chosen };
  for (const [key, word] of chosen) avoided.set(key, (avoided.get(key) ?? new Set()).add(word));
  const certain = texts.map((each) => ({ slot: each.slot, languages: certainLanguages(problem, each) }));
  return { kind: solveTexts(certain, ties).kind === "none" ? "none" : "unknown" };
}

/** Whether a path or a host is not to lie within what it has to be equal to. */
function isOutsideItself(problem: ChosenAddresses): boolean {
  return problem.assumptions.ties.some(
    ({ atom, wanted }) =>
      atom.kind === "related" &&
      !wanted &&
      equalTo(problem, atom.left).some(({ slot }) => slot.key === atom.right.key),
  );
}

function chooseInRounds(
  problem: ChosenAddresses,
  order: TextOrder,
  ties: readonly SameTie[],
  avoided: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly chosen: Texts; readonly isComplete: boolean } {
  let chosen: Texts = new Map();
  for (const round of textRounds(problem, order)) {
    const keys = new Set(round.map(({ slot }) => slot.key));
    const own = ties.filter(({ atom }) => keys.has(atom.left.key) && keys.has(atom.right.key));
    const crossing = ties.filter(({ atom }) => keys.has(atom.left.key) !== keys.has(atom.right.key));
    const variables = round.map((each): TextVariable => {
      const languages = [...certainLanguages(problem, each), ...chosenLanguages(problem, each, chosen)];
      const others = avoided.get(each.slot.key);
      const unwanted = others ? [{ language: wordsLanguage(others), wanted: false }] : [];
      return withCrossing({ slot: each.slot, languages: [...languages, ...unwanted] }, crossing, chosen);
    });
    const trial = order === "bases last" ? solveApart(problem, variables, own) : solveTexts(variables, own);
    if (trial.kind !== "found") return { chosen, isComplete: false };
    chosen = new Map([...chosen, ...trial.result]);
  }
  return { chosen, isComplete: true };
}

/**
 * Texts of which bases are still to be chosen: all different and within a common base where that can be, so that there are bases around one
 * of them alone and bases around several.
 */
function solveApart(
  { assumptions }: ChosenAddresses,
  variables: readonly TextVariable[],
  ties: readonly SameTie[],
): Trial<Texts> {
  const within = variables.filter(({ slot }) =>
    assumptions.ties.some(
      ({ atom }) => atom.kind === "related" && [atom.left.key, atom.left.of?.slot.key].includes(slot.key),
    ),
  );
  const apart = within.flatMap(({ slot: right }, index) =>
    within.slice(0, index).map(({ slot: left }): SameTie => ({ atom: { left, right }, wanted: false })),
  );
  const sharing = variables.map(({ slot, languages }) => ({
    slot,
    languages: [...languages, ...sharedBase(assumptions, slot)],
  }));
  const trial = within.length === 0 ? undefined : solveTexts(sharing, [...ties, ...apart]);
  return trial?.kind === "found" ? trial : solveTexts(variables, ties);
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

/** What a text has to be by what has been chosen for its parts and for the bases that it lies within. */
function chosenLanguages(
  problem: ChosenAddresses,
  { slot }: SlotDomain,
  chosen: Texts,
): readonly SignedLanguage[] {
  const { assumptions, slots, numbers } = problem;
  const lifted = partsOf(slots, slot).flatMap((part): readonly SignedLanguage[] => {
    const word = chosen.get(part.slot.key);
    if (word !== undefined) return liftedLanguages(part.part, { ...part, domain: textDomain(word) });
    const number = numbers.get(part.slot.key);
    if (part.part !== "length" || number === undefined || !isInSum(assumptions, part.slot)) return [];
    return liftedLanguages("length", { ...part, domain: { kind: "number", set: [[number, number]] } });
  });
  const address = problem.addresses.get(partKey(slot.key, "ip"));
  const port = slots.get(partKey(slot.key, "port"))?.slot;
  const chosenNumber = port && isInSum(assumptions, port) ? numbers.get(port.key) : undefined;
  return [
    ...lifted,
    ...(address === undefined ? [] : [chosenAddress(slot, address)]),
    ...(chosenNumber === undefined ? [] : [chosenPort(chosenNumber)]),
    ...dayOf(problem, slot),
    ...relatedLanguages(assumptions, slot, chosen),
    ...blocksOf(problem, slot),
  ];
}

/** The day of the week that a chosen time has. */
function dayOf({ numbers }: ChosenAddresses, { of }: Slot): readonly SignedLanguage[] {
  const time = of?.part === "weekday" ? numbers.get(of.slot.key) : undefined;
  return time === undefined ? [] : [chosenText(timeWeekday(time))];
}

/** What the addresses that are chosen say of a block that they lie in, or do not. */
function blocksOf({ assumptions, addresses }: ChosenAddresses, { key }: Slot): readonly SignedLanguage[] {
  return assumptions.ties.flatMap(({ atom, wanted }): readonly SignedLanguage[] => {
    if (atom.kind !== "related" || atom.relation !== "in network" || atom.right.key !== key) return [];
    const address = addresses.get(atom.left.key);
    return address === undefined ? [] : [{ language: wordsLanguage(blocksAround(address)), wanted }];
  });
}

function textDomain(word: string): Domain {
  return { kind: "text", languages: [chosenText(word)], words: undefined };
}
