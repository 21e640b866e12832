/** Gives texts numbers: the same text the same number. */
export class Interned {
  #before: Numbers = new Map();
  #now: Numbers = new Map();
  #next = 0;

  number(text: string): number {
    const known = this.#now.get(text);
    if (known !== undefined) return known;
    const number = this.#before.get(text) ?? this.#next++;
    this.#now.set(text, number);
    return number;
  }

  /** Forgets the texts that were not asked for since it was last called; no number is given twice. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

type Numbers = Map<string, number>;
