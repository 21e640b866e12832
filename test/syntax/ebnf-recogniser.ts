import type { Productions, Term } from "./ebnf.js";
import { isTokenOf } from "./ebnf-tokens.js";

/**
 * Whether `tokens` are a sentence of the grammar: memoised search for every place at which a term can end, straight from the
 * productions. Shares nothing with the parser.
 */
export function recognises(productions: Productions, start: string, tokens: readonly string[]): boolean {
  const memo = new Map<string, ReadonlySet<number>>();

  const endsOfSymbol = (name: string, at: number): ReadonlySet<number> => {
    const term = productions.get(name);
    if (term === undefined) {
      const token = tokens[at];
      return new Set(token !== undefined && isTokenOf(name, token) ? [at + 1] : []);
    }
    const key = `${name} ${at}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    const ends = endsOf(term, at);
    memo.set(key, ends);
    return ends;
  };

  const endsOf = (term: Term, at: number): ReadonlySet<number> => {
    switch (term.kind) {
      case "terminal":
        return new Set(tokens[at] === term.text ? [at + 1] : []);
      case "symbol":
        return tokens[at] === term.except ? new Set() : endsOfSymbol(term.name, at);
      case "notField":
        return new Set(tokens[at + 1] === ":" || tokens[at + 1] === "?" ? [] : [at]);
      case "choice":
        return new Set(term.alternatives.flatMap((alternative) => [...endsOf(alternative, at)]));
      case "optional":
        return new Set([at, ...endsOf(term.item, at)]);
      case "sequence":
        return endsOfSequence(term.items, at);
      case "repeat":
        return closure(at, (from) => endsOf(term.item, from));
    }
  };

  const endsOfSequence = (items: readonly Term[], at: number): ReadonlySet<number> => {
    let ends: ReadonlySet<number> = new Set([at]);
    for (const item of items) ends = new Set([...ends].flatMap((from) => [...endsOf(item, from)]));
    return ends;
  };

  return endsOfSymbol(start, 0).has(tokens.length);
}

function closure(at: number, step: (from: number) => ReadonlySet<number>): ReadonlySet<number> {
  const reached = new Set([at]);
  for (const from of reached) for (const end of step(from)) reached.add(end);
  return reached;
}
