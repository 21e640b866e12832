import { compileAutomaton, thompsonAutomaton } from "../../ir/automaton.js";
import { type Automaton, matchesAutomaton, matchesGlob } from "../../runtime/pattern.js";
import { codePointLength } from "../../runtime/text.js";
import type { LikeToken } from "../../syntax/like-pattern.js";
import type { RegexNode } from "../../syntax/regex.js";
import type { Pattern } from "../../types/type.js";
import { lazy } from "../../util/lazy.js";
import { anyOne, choice, likeRegex, repeat, text } from "./regex-parts.js";
import { shortestText } from "./shortest-text.js";

/** What is known of a regular set of texts beside its expression: an automaton takes long to make. */
export interface LanguageHints {
  /** Whether a text is in it, where that is plain to see; undefined where it is not. */
  readonly knows?: (word: string) => boolean | undefined;
  /** Some of its texts, the best first: those that people read best, or the shortest. */
  readonly samples?: readonly string[];
  /** What all its texts begin and end with, where that is known without its expression. */
  readonly affixes?: Affixes;
}

/** What all texts of a language begin and end with. */
export interface Affixes {
  readonly prefix: string;
  readonly suffix: string;
}

/** A regular set of texts. Two of one key are the same set. */
export interface Language extends LanguageHints {
  readonly key: string;
  /** Its expression, made when it is first asked for: of most languages the hints suffice. */
  readonly regex: () => RegexNode;
  /** All its texts, where they were given one by one. */
  readonly words?: ReadonlySet<string>;
  /** Its texts are all those of these lengths, in code points: counted, since an automaton would have a state for each length. */
  readonly lengths?: { readonly minimum: number; readonly maximum: number };
}

/** A language, or what is left without it. */
export interface SignedLanguage {
  readonly language: Language;
  readonly wanted: boolean;
  /** Where the set is too large: the language that makes it one that is not, though perhaps too small. */
  readonly strict?: Language;
}

/** A regular set between two bounds that are: exact where they are one. */
export interface LanguageBounds {
  readonly upper: Language;
  readonly lower: Language;
}

/** All texts that may be in a language of which only bounds are known, or that may not be in it. */
export function loosely({ upper, lower }: LanguageBounds, wanted: boolean): SignedLanguage {
  const language = wanted ? upper : lower;
  return upper === lower ? { language, wanted } : { language, wanted, strict: wanted ? lower : upper };
}

/** The texts of which it is certain. */
export function strictly(languages: readonly SignedLanguage[]): readonly SignedLanguage[] {
  return languages.map(({ language, wanted, strict }) => ({ language: strict ?? language, wanted }));
}

/** Just these texts. */
export function wordsLanguage(words: Iterable<string>): Language {
  const sorted = [...new Set(words)].sort();
  // Without a word it is the choice among no alternatives, which an automaton has as a state without a way on.
  const regex = lazy(() => choice(...sorted.map(text)));
  return { key: JSON.stringify(sorted), regex, words: new Set(sorted) };
}

/** What a `like` pattern matches. */
export function likeLanguage(tokens: readonly LikeToken[]): Language {
  const [first] = tokens;
  if (tokens.length === 0) return wordsLanguage([""]);
  if (tokens.length === 1 && first?.kind === "text") return wordsLanguage([first.value]);
  const pattern = tokens.map(globToken);
  return regexLanguage(`like ${JSON.stringify(tokens)}`, () => likeRegex(tokens), {
    knows: (word) => matchesGlob(word, pattern),
    affixes: { prefix: textOf(first), suffix: textOf(tokens.at(-1)) },
  });
}

function textOf(token: LikeToken | undefined): string {
  return token?.kind === "text" ? token.value : "";
}

function globToken(token: LikeToken): string | 0 | 1 {
  return token.kind === "text" ? token.value : token.kind === "any-run" ? 0 : 1;
}

/** What a regular expression of a policy matches. */
export function patternLanguage({ source, tree }: Pattern): Language {
  return regexLanguage(`matches ${source}`, () => tree);
}

/** What a regular expression matches, as the whole text. */
export function regexLanguage(key: string, regex: () => RegexNode, hints: LanguageHints = {}): Language {
  return { key, regex: lazy(regex), ...hints };
}

const knownSamples = new WeakMap<Language, readonly string[]>();

/** Some texts of a language, a shortest among them unless it says which are better; none where they would be too long. */
export function samplesOf(language: Language): readonly string[] {
  const known = knownSamples.get(language) ?? makeSamples(language);
  knownSamples.set(language, known);
  return known;
}

function makeSamples({ samples, words, lengths, regex }: Language): readonly string[] {
  if (samples) return samples;
  if (words) return [...words].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, mostSamples);
  if (lengths) return lengths.minimum <= longestSample ? ["a".repeat(lengths.minimum)] : [];
  const shortest = shortestText(regex());
  return shortest === undefined ? [] : [shortest];
}

const mostSamples = 8;
const longestSample = 1000;

/** The texts of these lengths, in code points. */
export function lengthLanguage(minimum: number, maximum = Number.POSITIVE_INFINITY): Language {
  const last = Number.isFinite(maximum) ? maximum : undefined;
  return {
    key: `length ${minimum}..${last ?? ""}`,
    regex: () => repeat(anyOne, minimum, last),
    lengths: { minimum, maximum },
  };
}

/** Whether a text is in the language. */
export function accepts(language: Language, word: string): boolean {
  const { words, lengths } = language;
  if (words) return words.has(word);
  const known = language.knows?.(word);
  if (known !== undefined) return known;
  if (!lengths) return matchesAutomaton(word, handyAutomaton(language));
  const length = codePointLength(word);
  return length >= lengths.minimum && length <= lengths.maximum;
}

type Expressed = Pick<Language, "key" | "regex">;

/** Automata that were made for one text after the other, and how many texts they have been asked about. */
const provisional = new Map<string, { readonly automaton: Automaton; asked: number }>();

/** How many texts a language is asked about before its automaton is made deterministic, which takes as long as asking about so many. */
const mostAsked = 24;

/** The automaton of a language that is there, or one that is soon made: of most languages few texts are asked about. */
function handyAutomaton(language: Expressed): Automaton {
  const { key, regex } = language;
  const known = automata.get(key);
  if (known !== undefined) return known;
  if (provisional.size >= mostRemembered) provisional.clear();
  const found = provisional.get(key) ?? { automaton: thompsonAutomaton(regex()), asked: 0 };
  found.asked += 1;
  if (found.asked > mostAsked) {
    provisional.delete(key);
    return automatonOf(language);
  }
  provisional.set(key, found);
  return found.automaton;
}

const mostRemembered = 20_000;

const automata = new Map<string, Automaton>();
/** The most numbers in the tables of automata that are kept. */
const mostEntries = 4_000_000;
let entries = 0;

/** The automaton of a language, made once. */
export function automatonOf({ key, regex }: Expressed): Automaton {
  const known = automata.get(key);
  if (known !== undefined) return known;
  if (entries >= mostEntries) forgetAutomata();
  const automaton = compileAutomaton(regex());
  automata.set(key, automaton);
  entries += sizeOf(automaton);
  return automaton;
}

function forgetAutomata(): void {
  automata.clear();
  entries = 0;
}

function sizeOf(automaton: Automaton): number {
  return automaton.kind === "deterministic" ? automaton.next.length : automaton.takes.length;
}

const numbers = new Map<string, number>();
const mostNumbers = 1_000_000;
let nextNumber = 0;

/** A number for each language, the same for those of one key: numbers make shorter keys, and faster ones. */
export function numberOf({ key }: Language): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  // A number that is forgotten is not given again.
  if (numbers.size >= mostNumbers) numbers.clear();
  nextNumber += 1;
  numbers.set(key, nextNumber);
  return nextNumber;
}
