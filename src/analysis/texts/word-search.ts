import { type Counted, counted, countedAgain } from "../steps.js";
import { accepts, numberOf, type SignedLanguage } from "./language.js";
import { type FoundWords, type SearchAim, searchProduct } from "./product-search.js";

/**
 * The shortest texts, at most `limit`, that are in all the wanted languages and in none of the others; of one length, those of plain
 * characters first. Where the shortest are too far to seek, others may be found.
 */
export function findWords(languages: readonly SignedLanguage[], limit: number): FoundWords {
  const signed = languages.map(({ language, wanted }) =>
    wanted ? numberOf(language) : -1 - numberOf(language),
  );
  const key = `${limit}:${[...new Set(signed)].sort((a, b) => a - b).join()}`;
  const known = found.get(key) ?? counted(() => search(languages, limit));
  if (found.size >= mostRemembered) found.clear();
  found.set(key, known);
  return countedAgain(known);
}

const found = new Map<string, Counted<FoundWords>>();
const mostRemembered = 20_000;

function search(languages: readonly SignedLanguage[], limit: number): FoundWords {
  const finite = languages
    .flatMap(({ language, wanted }) => (wanted && language.words ? [language.words] : []))
    .sort((a, b) => a.size - b.size)[0];
  if (finite === undefined) {
    const shortest = searchAround(languages, limit, "shortest");
    return shortest.words.length > 0 || shortest.complete ? shortest : searchAround(languages, limit, "any");
  }
  const words = [...finite].filter((word) => isIn(word, languages));
  words.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return { words: words.slice(0, limit), complete: words.length <= limit };
}

/** Of many languages to keep out of, most never matter: they are looked at when a text that is found is in them. */
function searchAround(languages: readonly SignedLanguage[], limit: number, aim: SearchAim): FoundWords {
  const taken = languages.filter(({ wanted }) => wanted);
  let waiting = languages.filter(({ wanted }) => !wanted);
  for (;;) {
    const result = searchProduct(taken, limit, aim);
    const met = new Set<SignedLanguage>(
      waiting.filter(({ language }) => result.words.some((word) => accepts(language, word))),
    );
    if (met.size === 0) return result;
    taken.push(...met);
    waiting = waiting.filter((each) => !met.has(each));
  }
}

/** Whether a text is in all the wanted languages and in none of the others. */
export function isIn(word: string, languages: readonly SignedLanguage[]): boolean {
  // What is asked of a text comes after what its type says of it, and is less often so.
  for (let index = languages.length - 1; index >= 0; index -= 1) {
    const signed = languages[index];
    if (signed !== undefined && accepts(signed.language, word) !== signed.wanted) return false;
  }
  return true;
}
