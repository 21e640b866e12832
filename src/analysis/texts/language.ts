import { compileAutomaton } from "../../ir/automaton.js";
import { type Automaton, matchesAutomaton } from "../../runtime/pattern.js";
import { codePointLength } from "../../runtime/text.js";
import type { LikeToken } from "../../syntax/like-pattern.js";
import type { RegexNode } from "../../syntax/regex.js";
import { anyOne, choice, likeRegex, repeat, text } from "./regex-parts.js";

/** A regular set of texts. Two of one key are the same set. */
export interface Language {
  readonly key: string;
  readonly regex: RegexNode;
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
  return { key: JSON.stringify(sorted), regex: choice(...sorted.map(text)), words: new Set(sorted) };
}

/** What a `like` pattern matches. */
export function likeLanguage(tokens: readonly LikeToken[]): Language {
  const [only] = tokens;
  if (tokens.length === 0) return wordsLanguage([""]);
  if (tokens.length === 1 && only?.kind === "text") return wordsLanguage([only.value]);
  return regexLanguage(`like ${JSON.stringify(tokens)}`, likeRegex(tokens));
}

/** What a regular expression matches, as the whole text. */
export function regexLanguage(key: string, regex: RegexNode): Language {
  return { key, regex };
}

/** The texts of these lengths, in code points. */
export function lengthLanguage(minimum: number, maximum = Number.POSITIVE_INFINITY): Language {
  const last = Number.isFinite(maximum) ? maximum : undefined;
  return {
    key: `length ${minimum}..${last ?? ""}`,
    regex: repeat(anyOne, minimum, last),
    lengths: { minimum, maximum },
  };
}

/** Whether a text is in the language. */
export function accepts(language: Language, word: string): boolean {
  const { words, lengths } = language;
  if (words) return words.has(word);
  if (!lengths) return matchesAutomaton(word, automatonOf(language));
  const length = codePointLength(word);
  return length >= lengths.minimum && length <= lengths.maximum;
}

const automata = new Map<string, Automaton>();
const mostRemembered = 10_000;

/** The automaton of a language, made once. */
export function automatonOf({ key, regex }: Pick<Language, "key" | "regex">): Automaton {
  const known = automata.get(key);
  if (known !== undefined) return known;
  if (automata.size >= mostRemembered) automata.clear();
  const automaton = compileAutomaton(regex);
  automata.set(key, automaton);
  return automaton;
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
