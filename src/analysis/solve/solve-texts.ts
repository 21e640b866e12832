import type { SameAtom, Slot } from "../encode/atom.js";
import type { SignedLanguage } from "../texts/language.js";
import { strictly, wordsLanguage } from "../texts/language.js";
import { isPlainText, seedsOf } from "../texts/seeds.js";
import { findWords, isIn } from "../texts/word-search.js";
import type { Trial } from "./assumptions.js";

/** A text to choose. */
export interface TextVariable {
  readonly slot: Slot;
  readonly languages: readonly SignedLanguage[];
}

/** That two texts are equal, or that they are not. */
export interface SameTie {
  readonly atom: SameAtom;
  readonly wanted: boolean;
}

/** Texts that have to be equal are one: the languages of all of them hold of it. */
interface TextClass {
  readonly slots: Slot[];
  readonly languages: SignedLanguage[];
  readonly others: Set<TextClass>;
}

interface Candidates {
  readonly each: TextClass;
  readonly words: readonly string[];
  readonly complete: boolean;
}

const mostBranches = 5000;

/**
 * Chooses texts in their languages so that all ties hold. A class of equal texts gets one more candidate than it has classes to differ
 * from: with fewer choices made around it, one of them is always free.
 */
export function solveTexts(
  variables: readonly TextVariable[],
  ties: readonly SameTie[],
): Trial<ReadonlyMap<string, string>> {
  const classes = classesOf(variables, ties);
  if (classes === undefined) return { kind: "none" };
  const all = classes.map(candidatesOf);
  if (all.some(({ words, complete }) => words.length === 0 && complete)) return { kind: "none" };
  if (all.some(({ words }) => words.length === 0)) return { kind: "unknown" };
  const isExact = all.every(({ each, words, complete }) => complete || words.length > each.others.size);
  // Those with few candidates first: the others find their way around them.
  const ordered = [...all].sort((a, b) => a.words.length - b.words.length);
  const trial = assign(ordered);
  return trial.kind === "none" && !isExact ? { kind: "unknown" } : trial;
}

function assign(ordered: readonly Candidates[]): Trial<ReadonlyMap<string, string>> {
  const chosen = new Map<TextClass, string>();
  let branches = mostBranches;
  const assignFrom = (index: number): boolean => {
    const candidates = ordered[index];
    if (candidates === undefined) return true;
    const { each, words } = candidates;
    for (const word of words) {
      if ([...each.others].some((other) => chosen.get(other) === word)) continue;
      branches -= 1;
      if (branches < 0) return false;
      chosen.set(each, word);
      if (assignFrom(index + 1)) return true;
      chosen.delete(each);
    }
    return false;
  };
  if (!assignFrom(0)) return { kind: branches < 0 ? "unknown" : "none" };
  const words = [...chosen].flatMap(([{ slots }, word]) => slots.map(({ key }) => [key, word] as const));
  return { kind: "found", result: new Map(words) };
}

/** Undefined if a class has to differ from itself. */
function classesOf(
  variables: readonly TextVariable[],
  ties: readonly SameTie[],
): readonly TextClass[] | undefined {
  const classOf = new Map<string, TextClass>();
  for (const { slot, languages } of variables)
    classOf.set(slot.key, { slots: [slot], languages: [...languages], others: new Set() });
  for (const { atom, wanted } of ties) {
    const left = classOf.get(atom.left.key);
    const right = classOf.get(atom.right.key);
    if (!wanted || left === undefined || right === undefined || left === right) continue;
    left.languages.push(...right.languages);
    for (const slot of right.slots) {
      left.slots.push(slot);
      classOf.set(slot.key, left);
    }
  }
  for (const { atom, wanted } of ties) {
    const left = classOf.get(atom.left.key);
    const right = classOf.get(atom.right.key);
    if (wanted || left === undefined || right === undefined) continue;
    if (left === right) return undefined;
    left.others.add(right);
    right.others.add(left);
  }
  return [...new Set(classOf.values())];
}

function candidatesOf(each: TextClass): Candidates {
  const loose = distinct(each.languages);
  const strict = loose.some((language) => language.strict) ? candidatesIn(each, strictly(loose)) : undefined;
  // What is certain is taken where there is enough of it; that there is no more, only the larger set can say.
  return strict && strict.words.length > each.others.size ? strict : candidatesIn(each, loose);
}

function candidatesIn(each: TextClass, languages: readonly SignedLanguage[]): Candidates {
  const limit = each.others.size + 1;
  const seeds = each.slots
    .flatMap(({ key, type }) => seedsOf(key, type))
    .filter((seed) => isIn(seed, languages));
  if (seeds.length >= limit) return { each, words: seeds, complete: false };
  const { words, complete } = findWords(languages, limit);
  if (words.length === 0 && seeds.length === 0 && !complete)
    return { each, words: longTexts(languages).filter((word) => isPlain(each, word)), complete };
  const plain = words.filter((word) => isPlain(each, word));
  if (plain.length === words.length) return { each, words: [...new Set([...seeds, ...words])], complete };
  // A language that is too large has let texts through that are no values: of more texts some may be.
  const more = findWords(languages, limit + moreWords);
  const valid = more.words.filter((word) => isPlain(each, word));
  return { each, words: [...new Set([...seeds, ...valid])], complete: more.complete };
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
  const byKey = new Map(languages.map((each) => [`${each.wanted} ${each.language.key}`, each]));
  return [...byKey.values()];
}

/** A language of one word, to say that a text is chosen. */
export function chosenText(word: string): SignedLanguage {
  return { language: wordsLanguage([word]), wanted: true };
}
