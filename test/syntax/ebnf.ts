/** What a production of `grammar/pol.ebnf` consists of. */
export type Term =
  | { readonly kind: "terminal"; readonly text: string }
  | { readonly kind: "symbol"; readonly name: string; readonly except?: string }
  | { readonly kind: "sequence"; readonly items: readonly Term[] }
  | { readonly kind: "choice"; readonly alternatives: readonly Term[] }
  | { readonly kind: "optional"; readonly item: Term }
  | { readonly kind: "repeat"; readonly item: Term }
  /** «notField»: the token after the next is neither ":" nor "?". */
  | { readonly kind: "notField" };

/** The productions by name. */
export type Productions = ReadonlyMap<string, Term>;

/** The text of the chapters of the grammar file, by number. */
export function chapters(text: string): ReadonlyMap<number, string> {
  const parts = text.split(/\(\* ─+ (\d)\. [^─]*─+ \*\)/);
  const found = new Map<number, string>();
  for (let index = 1; index < parts.length; index += 2)
    found.set(Number(parts[index]), parts[index + 1] ?? "");
  return found;
}

interface Reader {
  readonly tokens: readonly string[];
  position: number;
}

/** Reads productions whose right-hand sides are built of tokens. */
export function readProductions(text: string): Productions {
  const reader: Reader = { tokens: tokenize(text), position: 0 };
  const productions = new Map<string, Term>();
  while (reader.position < reader.tokens.length) {
    const name = next(reader);
    expectToken(reader, "=");
    productions.set(name, readChoice(reader));
    expectToken(reader, ";");
  }
  return productions;
}

function tokenize(text: string): readonly string[] {
  const pattern = /\(\*[\s\S]*?\*\)|\s+|("[^"]*"|«\w+»|\w+|[=;|()[\]{}-])/g;
  return [...text.matchAll(pattern)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.position];
}

function next(reader: Reader): string {
  return reader.tokens[reader.position++] ?? "";
}

function expectToken(reader: Reader, token: string): void {
  const found = next(reader);
  if (found !== token) throw new Error(`expected ${token} in the grammar, found ${found}`);
}

function readChoice(reader: Reader): Term {
  const alternatives = [readSequence(reader)];
  while (peek(reader) === "|") {
    reader.position++;
    alternatives.push(readSequence(reader));
  }
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? only : { kind: "choice", alternatives };
}

function readSequence(reader: Reader): Term {
  const items: Term[] = [];
  for (let token = peek(reader); token !== undefined && !"|)]};".includes(token); token = peek(reader)) {
    items.push(readItem(reader));
  }
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

function readItem(reader: Reader): Term {
  const token = next(reader);
  if (token === "(") return closed(reader, ")", readChoice(reader));
  if (token === "[") return { kind: "optional", item: closed(reader, "]", readChoice(reader)) };
  if (token === "{") return { kind: "repeat", item: closed(reader, "}", readChoice(reader)) };
  if (token === "«notField»") return { kind: "notField" };
  if (token.startsWith('"')) return { kind: "terminal", text: token.slice(1, -1) };
  if (peek(reader) !== "-") return { kind: "symbol", name: token };
  reader.position++;
  return { kind: "symbol", name: token, except: next(reader).slice(1, -1) };
}

function closed(reader: Reader, close: string, term: Term): Term {
  expectToken(reader, close);
  return term;
}

/** Every choice, option and repetition of a grammar: what a set of sentences should have gone through. */
export function branches(productions: Productions): readonly Term[] {
  const found: Term[] = [];
  const visit = (term: Term): void => {
    if (term.kind === "choice") {
      found.push(...term.alternatives);
      term.alternatives.forEach(visit);
    } else if (term.kind === "sequence") term.items.forEach(visit);
    else if (term.kind === "optional" || term.kind === "repeat") {
      found.push(term.item);
      visit(term.item);
    }
  };
  for (const term of productions.values()) visit(term);
  return found;
}
