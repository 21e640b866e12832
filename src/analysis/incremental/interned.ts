/** Gives texts numbers: the same text of the same sort the same number. */
export class Interned {
  #before: Numbers = new Map();
  #now: Numbers = new Map();
  #next = 0;

  number(sort: string, text: string): number {
    const now = this.#now.get(sort) ?? new Map<string, number>();
    this.#now.set(sort, now);
    const known = now.get(text);
    if (known !== undefined) return known;
    const number = this.#before.get(sort)?.get(text) ?? this.#next++;
    now.set(text, number);
    return number;
  }

  /** Forgets the texts that were not asked for since it was last called; no number is given twice. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

type Numbers = Map<string, Map<string, number>>;
