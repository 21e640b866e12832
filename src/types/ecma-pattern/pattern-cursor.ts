/** Thrown where a pattern has what no regular expression of Pol has; caught by the parser. */
export class Unsupported extends Error {}

/** Where a parser is in a pattern; a class because every step moves it. */
export class PatternCursor {
  #offset = 0;

  constructor(readonly source: string) {}

  /** Whether nothing is left. */
  isAtEnd(): boolean {
    return this.#offset >= this.source.length;
  }

  /** Whether `text` comes next. */
  isAt(text: string): boolean {
    return this.source.startsWith(text, this.#offset);
  }

  /** Steps over `text` if it comes next. */
  take(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.#offset += text.length;
    return true;
  }

  /** Steps over what the sticky `pattern` matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.source) ?? undefined;
    this.#offset += match?.[0].length ?? 0;
    return match;
  }

  /** Steps over one character, both halves of a pair. */
  next(): string {
    const point = this.source.codePointAt(this.#offset);
    if (point === undefined) throw new Unsupported();
    const character = String.fromCodePoint(point);
    this.#offset += character.length;
    return character;
  }
}
