/** The value of a JSON text, or the first place where it is none. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly offset: number; readonly message: string };

const deepest = 500;

class JsonProblem {
  constructor(
    readonly offset: number,
    readonly message: string,
  ) {}
}

/**
 * Reads `text` as JSON (RFC 8259), as `JSON.parse` does but for three things: a member named twice is a problem, since another
 * reader may take the other one; so is nesting too deep for the stack; and problems have a place and the same words in
 * every version of Node.
 */
export function parseJson(text: string): ParsedJson {
  const reader = new JsonReader(text);
  try {
    return { ok: true, value: reader.readDocument() };
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    return { ok: false, offset: problem.offset, message: problem.message };
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a string of JSON may not contain them.
const plainPattern = /[^"\\\u0000-\u001f]*/y;
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** A cursor over the text; a class because every step moves it. */
class JsonReader {
  #offset = 0;

  constructor(readonly text: string) {}

  readDocument(): unknown {
    this.#skipSpace();
    const value = this.#readValue(0);
    this.#skipSpace();
    if (this.#offset < this.text.length) this.#fail("unexpected text after the value");
    return value;
  }

  #readValue(depth: number): unknown {
    if (depth > deepest) this.#fail(`nested deeper than ${deepest}`);
    const character = this.text[this.#offset];
    if (character === "{") return this.#readObject(depth);
    if (character === "[") return this.#readArray(depth);
    if (character === '"') return this.#readString();
    if (character !== undefined && /[-\d]/.test(character)) return this.#readNumber();
    return this.#readWord();
  }

  #readObject(depth: number): object {
    const object = {};
    this.#offset++;
    this.#skipSpace();
    if (this.#take("}")) return object;
    do {
      this.#skipSpace();
      this.#readMember(object, depth);
      this.#skipSpace();
    } while (this.#take(","));
    this.#expect("}", "`,` or `}`");
    return object;
  }

  #readMember(object: object, depth: number): void {
    const start = this.#offset;
    if (this.text[start] !== '"') this.#failHere("expected a member's name in double quotes");
    const name = this.#readString();
    if (Object.hasOwn(object, name)) this.#fail(`the member ${JSON.stringify(name)} is given twice`, start);
    this.#skipSpace();
    this.#expect(":", "`:`");
    this.#skipSpace();
    const value = this.#readValue(depth + 1);
    // Not an assignment: `__proto__` is a member like any other.
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }

  #readArray(depth: number): unknown[] {
    const elements: unknown[] = [];
    this.#offset++;
    this.#skipSpace();
    if (this.#take("]")) return elements;
    do {
      this.#skipSpace();
      elements.push(this.#readValue(depth + 1));
      this.#skipSpace();
    } while (this.#take(","));
    this.#expect("]", "`,` or `]`");
    return elements;
  }

  #readString(): string {
    const start = this.#offset++;
    let value = "";
    for (;;) {
      value += this.#match(plainPattern);
      const character = this.text[this.#offset];
      if (this.#take('"')) return value;
      if (character === "\\") value += this.#readEscape();
      else if (character === undefined) this.#fail("a string without an end", start);
      else this.#fail("a control character in a string");
    }
  }

  #readEscape(): string {
    const letter = this.text[this.#offset + 1] ?? "";
    const simple = escapes.get(letter);
    if (simple !== undefined) {
      this.#offset += 2;
      return simple;
    }
    const digits = this.text.slice(this.#offset + 2, this.#offset + 6);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail("an escape that JSON does not have");
    this.#offset += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #readNumber(): number {
    const start = this.#offset;
    const digits = this.#match(numberPattern);
    if (digits === "" || /[\w.]/.test(this.text[this.#offset] ?? ""))
      this.#fail("a number that JSON does not have", start);
    return Number(digits);
  }

  #readWord(): unknown {
    for (const [word, value] of words) {
      if (
        this.text.startsWith(word, this.#offset) &&
        !/\w/.test(this.text[this.#offset + word.length] ?? "")
      ) {
        this.#offset += word.length;
        return value;
      }
    }
    return this.#failHere("expected a JSON value");
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.#offset += found.length;
    return found;
  }

  #skipSpace(): void {
    let code = this.text.charCodeAt(this.#offset);
    while (code === 32 || code === 9 || code === 10 || code === 13)
      code = this.text.charCodeAt(++this.#offset);
  }

  #take(character: string): boolean {
    if (this.text[this.#offset] !== character) return false;
    this.#offset++;
    return true;
  }

  #expect(character: string, expected: string): void {
    if (this.#take(character)) return;
    this.#failHere(`expected ${expected}`);
  }

  #failHere(message: string): never {
    this.#fail(this.#offset < this.text.length ? message : "the text ends too early");
  }

  #fail(message: string, offset: number = this.#offset): never {
    throw new JsonProblem(offset, message);
  }
}
