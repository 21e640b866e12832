/** Longer texts are not edited: nobody would see what changed. */
const longest = 100;
/** How many texts are made of one; a count, so that every machine comes to the same. */
const mostMade = 40_000;

/**
 * Texts that one comes to by a single edit of `before`, those that keep most of it first: a part of it is left out, or replaced by one of
 * the sources, by its beginning or by its end. The sources themselves are among them.
 *
 * @example
 * editedTexts("/srv/agent/x.txt", ["/srv/agents"])[0]; // "/srv/agents/x.txt"
 */
export function editedTexts(before: string, sources: readonly string[]): readonly string[] {
  const own = [...before];
  const edited = new Set(sources);
  if (own.length <= longest) addEdited(edited, own, [...edited]);
  edited.delete(before);
  const ranked = [...edited].map((text) => ({ text, cost: editCost(own, [...text]) }));
  ranked.sort(
    (left, right) =>
      left.cost - right.cost || left.text.length - right.text.length || (left.text < right.text ? -1 : 1),
  );
  return ranked.map(({ text }) => text);
}

function addEdited(edited: Set<string>, own: readonly string[], sources: readonly string[]): void {
  const parts = ["", ...sources].map((source) => [...source]).filter(({ length }) => length <= longest);
  for (const make of [replaced, joined])
    for (const part of parts)
      for (const text of make(own, part)) {
        if (edited.size >= mostMade) return;
        edited.add(text);
      }
}

/** The source in the place of some part. */
function* replaced(own: readonly string[], source: readonly string[]): Generator<string> {
  const middle = source.join("");
  for (let from = 0; from <= own.length; from += 1) {
    const start = own.slice(0, from).join("") + middle;
    for (let to = from; to <= own.length; to += 1) yield start + own.slice(to).join("");
  }
}

/** The beginning of one and the end of the other. */
function* joined(own: readonly string[], source: readonly string[]): Generator<string> {
  for (let left = 0; left <= own.length; left += 1)
    for (let right = 0; right <= source.length; right += 1) {
      yield own.slice(0, left).join("") + source.slice(right).join("");
      yield source.slice(0, right).join("") + own.slice(left).join("");
    }
}

/** What a cut within a word costs, in characters: `sales_2026` is nearer to `finance_2026` than `sales_e_2026`. */
const cutCost = 2;

/** How long the part is in which two texts differ, and how many words of the first it cuts. */
function editCost(own: readonly string[], edited: readonly string[]): number {
  const shorter = Math.min(own.length, edited.length);
  let start = 0;
  while (start < shorter && own[start] === edited[start]) start += 1;
  let end = 0;
  while (end < shorter - start && own[own.length - 1 - end] === edited[edited.length - 1 - end]) end += 1;
  const cuts = [start, own.length - end].filter((place) => isInWord(own, place)).length;
  return Math.max(own.length, edited.length) - start - end + cuts * cutCost;
}

function isInWord(text: readonly string[], place: number): boolean {
  return isWordCharacter(text[place - 1]) && isWordCharacter(text[place]);
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
