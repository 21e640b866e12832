import { affixesOf } from "./affixes.js";
import type { Language } from "./language.js";

/** Finds among many languages those that a text may be in. */
export interface LanguageIndex<T> {
  /** All that have the text, and perhaps others, in no order. */
  perhapsWith(text: string): readonly T[];
}

/** An index of languages by their words, else by what their texts begin or end with: what begins with another letter is not asked about a text. */
export function createLanguageIndex<T>(
  entries: readonly T[],
  languageOf: (entry: T) => Language,
): LanguageIndex<T> {
  const words = new Map<string, T[]>();
  const prefixes = new Map<string, T[]>();
  const suffixes = new Map<string, T[]>();
  const others: T[] = [];
  for (const entry of entries) {
    const language = languageOf(entry);
    if (language.words !== undefined) {
      for (const word of language.words) add(words, word, entry);
      continue;
    }
    const { prefix, suffix } = affixesOf(language);
    if (prefix === "" && suffix === "") others.push(entry);
    else if (prefix.length >= suffix.length) add(prefixes, prefix, entry);
    else add(suffixes, suffix, entry);
  }
  const prefixLengths = lengthsOf(prefixes);
  const suffixLengths = lengthsOf(suffixes);
  return {
    perhapsWith(text) {
      const found = [...(words.get(text) ?? []), ...others];
      for (const length of prefixLengths)
        if (length <= text.length) found.push(...(prefixes.get(text.slice(0, length)) ?? []));
      for (const length of suffixLengths)
        if (length <= text.length) found.push(...(suffixes.get(text.slice(-length)) ?? []));
      return found;
    },
  };
}

function add<T>(groups: Map<string, T[]>, key: string, entry: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [entry]);
  else group.push(entry);
}

function lengthsOf(groups: ReadonlyMap<string, unknown>): readonly number[] {
  return [...new Set([...groups.keys()].map(({ length }) => length))];
}
