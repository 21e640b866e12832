import { contextualWords, reservedWords } from "../../src/syntax/words.js";
import type { Productions, Term } from "./ebnf.js";

/** Random numbers that a seed decides (mulberry32). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed;
  }

  /** A number from 0 up to but not including `limit`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One of `items`. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

const identifiers = ["a", "b1", "user_id", "Document", "_x", "query", "owner"];
const names = [...identifiers, ...identifiers, ...identifiers, ...contextualWords];

const tokens: Readonly<Record<string, readonly string[]>> = {
  Name: names,
  Word: [...names, ...reservedWords],
  String: ['"a"', '""', '"API-post-page"', '"\\u{1f600} \\"q\\" \\n"', '"sales_*"'],
  Regex: ["/a/", "/[a-z-]+\\/\\d{1,3}/", "/(a|b)?.*/"],
  Number: ["0", "12", "1_000", "3.25"],
  Duration: ["15m", "2d", "500ms"],
};

/** Every token text there is for a mutation to put in. */
export const anyToken: readonly string[] = [
  ...Object.values(tokens).flat(),
  ...["...", "..", ".", ",", ":", "??", "?", "==", "=", "!=", "<=", "<", ">=", ">", "+", "-", "*", "|"],
  ...["(", ")", "[", "]", "{", "}"],
];

/** What takes the fewest steps to finish, for every symbol: how a sentence that has grown enough is brought to an end. */
function leastDepths(productions: Productions): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, term] of productions) {
      const depth = 1 + leastDepth(term, depths, productions);
      if (depth < (depths.get(name) ?? Number.POSITIVE_INFINITY)) {
        depths.set(name, depth);
        changed = true;
      }
    }
  }
  return depths;
}

function leastDepth(term: Term, depths: ReadonlyMap<string, number>, productions: Productions): number {
  switch (term.kind) {
    case "symbol":
      return productions.has(term.name) ? (depths.get(term.name) ?? Number.POSITIVE_INFINITY) : 0;
    case "choice":
      return Math.min(
        ...term.alternatives.map((alternative) => leastDepth(alternative, depths, productions)),
      );
    case "sequence":
      return Math.max(0, ...term.items.map((item) => leastDepth(item, depths, productions)));
    default:
      return 0;
  }
}

/** Sentences of a grammar, at random; `onBranch` hears of every branch that is taken. */
export function sentenceMaker(productions: Productions, onBranch: (branch: Term) => void) {
  const depths = leastDepths(productions);

  const make = (term: Term, room: number, random: Random, out: string[]): void => {
    switch (term.kind) {
      case "terminal":
        out.push(term.text);
        return;
      case "symbol": {
        const production = productions.get(term.name);
        if (production !== undefined) make(production, room - 1, random, out);
        else out.push(pickToken(term.name, random));
        if (out.at(-1) === term.except) out[out.length - 1] = "a";
        return;
      }
      case "sequence":
        for (const item of term.items) make(item, room, random, out);
        return;
      case "choice": {
        const least = leastDepth(term, depths, productions);
        const fitting = term.alternatives.filter(
          (alternative) => leastDepth(alternative, depths, productions) <= Math.max(room, least),
        );
        const chosen = random.pick(fitting);
        onBranch(chosen);
        make(chosen, room, random, out);
        return;
      }
      case "optional":
      case "repeat": {
        const most = term.kind === "optional" ? 1 : 3;
        for (let count = 0; count < most && random.below(5) < 2; count++) {
          if (leastDepth(term.item, depths, productions) > room) return;
          onBranch(term.item);
          make(term.item, room, random, out);
        }
        return;
      }
      case "notField":
        return;
    }
  };

  return (start: string, room: number, random: Random): string[] => {
    const out: string[] = [];
    make({ kind: "symbol", name: start }, room, random, out);
    return out;
  };
}

function pickToken(symbol: string, random: Random): string {
  return random.pick(tokens[symbol] ?? []);
}

/** The tokens as text: a space or a line break between them, of which the grammar knows no difference. */
export function toText(sentence: readonly string[], random: Random): string {
  return sentence.map((token) => token + (random.below(6) === 0 ? "\n" : " ")).join("");
}

/** The tokens as text with line comments between them: some at a line's end, some on their own, some documenting. */
export function toTextWithComments(sentence: readonly string[], random: Random): string {
  let count = 0;
  const comment = () => {
    const text = `c${count++}`;
    return random.pick([
      ` // ${text}\n`,
      `\n// ${text}\n`,
      `\n/// ${text}\n`,
      `\n\n//// ${text}\n\n`,
      ` /// ${text}\n`,
    ]);
  };
  return sentence
    .map((token) => token + (random.below(9) === 0 ? comment() : random.pick([" ", " ", " ", "\n"])))
    .join("");
}

/** A sentence with a token or two changed, left out, doubled or swapped. */
export function mutate(sentence: readonly string[], random: Random): string[] {
  const out = [...sentence];
  for (let count = 1 + random.below(2); count > 0; count--) {
    const at = random.below(out.length + 1);
    const kind = random.below(4);
    if (kind === 0) out.splice(at, 1);
    else if (kind === 1) out.splice(at, 0, random.pick(anyToken));
    else if (kind === 2) out.splice(at, 1, random.pick(anyToken));
    else out.splice(at, 2, ...out.slice(at, at + 2).reverse());
  }
  return out;
}
