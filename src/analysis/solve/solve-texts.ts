import type { SameAtom, Slot } from "../encode/atom.js";
import { findAlignedTexts } from "../texts/aligned-search.js";
import { composedTexts } from "../texts/composed-texts.js";
import type { SignedLanguage } from "../texts/language.js";
import { numberOf, samplesOf, strictly, wordsLanguage } from "../texts/language.js";
import type { FoundWords } from "../texts/product-search.js";
import { isPlainText, seedsOf } from "../texts/seeds.js";
import { findWords, isIn } from "../texts/word-search.js";
import type { Trial } from "./assumptions.js";
import { alignedTexts, familiesOf, outerTies, type TextClass, type TextFamily } from "./text-families.js";

/** A text to choose. */
export interface TextVariable {
  readonly slot: Slot;
  readonly languages: readonly SignedLanguage[];
}

/** That two texts are equal, or that they are not. */
export interface SameTie {
  readonly atom: Pick<SameAtom, "left" | "right">;
  readonly wanted: boolean;
}

/** Texts that a family can have: of each tuple one for each of its classes. */
interface Candidates {
  readonly family: TextFamily;
  readonly tuples: readonly (readonly string[])[];
  readonly complete: boolean;
}

const mostBranches = 5000;

/**
 * Chooses texts in their languages so that all ties hold. A class of equal texts gets one more candidate than it has classes to differ
 * from: with fewer choices made around it, one of them is always free. Texts that are the same in lower case are chosen together.
 */
export function solveTexts(
  variables: readonly TextVariable[],
  ties: readonly SameTie[],
): Trial<ReadonlyMap<string, string>> {
  const families = familiesOf(variables, ties);
  if (families === undefined) return { kind: "none" };
  const all = families.map(candidatesOf);
  if (all.some(({ tuples, complete }) => tuples.length === 0 && complete)) return { kind: "none" };
  if (all.some(({ tuples }) => tuples.length === 0)) return { kind: "unknown" };
  // Those with few candidates first: the others find their way around them.
  const ordered = [...all].sort((a, b) => a.tuples.length - b.tuples.length);
  const trial = assign(ordered);
  return trial.kind === "none" && !all.every(isEnough) ? { kind: "unknown" } : trial;
}

/** Whether one of the candidates is free, whatever is chosen around them: each text to differ from takes away one of those that differ. */
function isEnough({ family, tuples, complete }: Candidates): boolean {
  const outer = outerTies(family);
  if (complete || outer === 0) return true;
  const tied = family.flatMap(({ others }, index) => (others.size > 0 ? [index] : []));
  const taken = tied.map(() => new Set<string | undefined>());
  const apart = tuples.filter((tuple) => {
    const isApart = tied.every((index, place) => !taken[place]?.has(tuple[index]));
    if (isApart) for (const [place, index] of tied.entries()) taken[place]?.add(tuple[index]);
    return isApart;
  });
  return apart.length > outer;
}

function assign(ordered: readonly Candidates[]): Trial<ReadonlyMap<string, string>> {
  const chosen = new Map<TextClass, string>();
  let branches = mostBranches;
  const assignFrom = (index: number): boolean => {
    const candidates = ordered[index];
    if (candidates === undefined) return true;
    const { family, tuples } = candidates;
    for (const tuple of tuples) {
      if (family.some(({ others }, place) => [...others].some((other) => chosen.get(other) === tuple[place])))
        continue;
      branches -= 1;
      if (branches < 0) return false;
      for (const [place, each] of family.entries()) chosen.set(each, tuple[place] ?? "");
      if (assignFrom(index + 1)) return true;
      for (const each of family) chosen.delete(each);
    }
    return false;
  };
  if (!assignFrom(0)) return { kind: branches < 0 ? "unknown" : "none" };
  const words = [...chosen].flatMap(([{ slots }, word]) => slots.map(({ key }) => [key, word] as const));
  return { kind: "found", result: new Map(words) };
}

function candidatesOf(family: TextFamily): Candidates {
  const search = (languagesOf: LanguagesOf): Candidates => candidatesIn(family, languagesOf);
  const loose: LanguagesOf = ({ languages }) => distinct(languages);
  const isLoose = family.some(({ languages }) => languages.some((language) => language.strict));
  const strict = isLoose ? search((each) => strictly(loose(each))) : undefined;
  // What is certain is taken where there is enough of it; that there is no more, only the larger set can say.
  return strict && strict.tuples.length > outerTies(family) ? strict : search(loose);
}

type LanguagesOf = (each: TextClass) => readonly SignedLanguage[];

function candidatesIn(family: TextFamily, languagesOf: LanguagesOf): Candidates {
  const [only, ...rest] = family;
  if (only === undefined || rest.length > 0 || only.isLowered) return candidatesTogether(family, languagesOf);
  const { words, complete } = wordsIn(only, languagesOf(only));
  return { family, tuples: words.map((word) => [word]), complete };
}

function candidatesTogether(family: TextFamily, languagesOf: LanguagesOf): Candidates {
  const outer = outerTies(family);
  const limit = outer === 0 ? 1 : tuplesOfEach * (outer + 1);
  const problem = alignedTexts(family, languagesOf);
  const isValid = (tuple: readonly string[]) =>
    family.every((each, place) => isPlain(each, tuple[place] ?? ""));
  const { tuples, complete } = findAlignedTexts(problem, limit);
  if (tuples.every(isValid)) return { family, tuples, complete };
  // A language that is too large has let texts through that are no values: of more texts some may be.
  const more = findAlignedTexts(problem, limit + moreWords);
  return { family, tuples: more.tuples.filter(isValid), complete: more.complete };
}

/** Tuples to look for, for each that is needed: they may have some of their texts in common. */
const tuplesOfEach = 8;

function wordsIn(each: TextClass, languages: readonly SignedLanguage[]): FoundWords {
  const limit = each.others.size + 1;
  const known = each.slots.flatMap(({ key, type }) => seedsOf(key, type));
  const samples = languages.flatMap(({ language, wanted }) => (wanted ? samplesOf(language) : []));
  const seeds: string[] = [];
  for (const seed of new Set([...known, ...samples])) {
    if (seeds.length >= limit) break;
    if (isPlain(each, seed) && isIn(seed, languages)) seeds.push(seed);
  }
  if (seeds.length < limit) addComposed(each, languages, seeds, limit);
  if (seeds.length >= limit) return { words: seeds, complete: false };
  const { words, complete } = findWords(languages, limit);
  if (words.length === 0 && seeds.length === 0 && !complete)
    return { words: longTexts(languages).filter((word) => isPlain(each, word)), complete };
  const plain = words.filter((word) => isPlain(each, word));
  if (plain.length === words.length) return { words: [...new Set([...seeds, ...words])], complete };
  // A language that is too large has let texts through that are no values: of more texts some may be.
  const more = findWords(languages, limit + moreWords);
  const valid = more.words.filter((word) => isPlain(each, word));
  return { words: [...new Set([...seeds, ...valid])], complete: more.complete };
}

/** Adds texts whose parts are as the languages have them, as long as there are too few. */
function addComposed(
  each: TextClass,
  languages: readonly SignedLanguage[],
  seeds: string[],
  limit: number,
): void {
  for (const { key, type } of each.slots)
    for (const text of composedTexts(type, seedsOf(key, type), languages)) {
      if (seeds.length >= limit) return;
      if (!seeds.includes(text) && isPlain(each, text)) seeds.push(text);
    }
}

const moreWords = 200;
const longestText = 1_000_000;

/** Texts of one character, as long as has to be: for those a search letter by letter is too long. */
function longTexts(languages: readonly SignedLanguage[]): readonly string[] {
  const length = Math.max(
    ...languages.map(({ language, wanted }) => (wanted ? (language.lengths?.minimum ?? 0) : 0)),
    0,
  );
  if (length > longestText) return [];
  return ["a", "A", "1"].map((one) => one.repeat(length)).filter((text) => isIn(text, languages));
}

function isPlain({ slots }: TextClass, word: string): boolean {
  return slots.every(({ type }) => isPlainText(type, word));
}

function distinct(languages: readonly SignedLanguage[]): readonly SignedLanguage[] {
  if (languages.length < 2) return languages;
  const byNumber = new Map<number, SignedLanguage>();
  for (const each of languages)
    byNumber.set(each.wanted ? numberOf(each.language) : -numberOf(each.language), each);
  return [...byNumber.values()];
}

/** A language of one word, to say that a text is chosen. */
export function chosenText(word: string): SignedLanguage {
  return { language: wordsLanguage([word]), wanted: true };
}
