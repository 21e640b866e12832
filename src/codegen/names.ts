import { type Code, identifier } from "./code.js";

/** Gives names: the same one for the same key, different ones for different keys, throughout a module. */
export interface Names {
  /** `hint` is what the name should look like; it can be any text. */
  name(key: string, hint: string): Code;
}

/**
 * Names for one module. There is one namespace for functions, parameters and variables, so nothing is ever shadowed, and no name is a
 * reserved word, a global that the module uses, or one of `taken`.
 */
export function createNames(taken: Iterable<string>): Names {
  const used = new Set([...reserved, ...taken]);
  const counts = new Map<string, number>();
  const known = new Map<string, Code>();
  const fresh = (base: string): string => {
    for (let count = counts.get(base) ?? 1; ; count += 1) {
      const candidate = count === 1 ? base : `${base}_${count}`;
      counts.set(base, count + 1);
      if (!used.has(candidate)) return candidate;
    }
  };
  return {
    name(key, hint) {
      const existing = known.get(key);
      if (existing !== undefined) return existing;
      const text = fresh(wordOf(hint));
      used.add(text);
      const name = identifier(text);
      known.set(key, name);
      return name;
    },
  };
}

/** A word that looks like the hint. */
function wordOf(hint: string): string {
  const word = hint.replace(/[^A-Za-z0-9_]+/g, "_").slice(0, 80);
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}

const reserved: readonly string[] = [
  // ECMAScript's reserved words, also those of strict code and of modules
  ..."arguments as async await break case catch class const continue debugger default delete do else enum eval export".split(
    " ",
  ),
  ..."extends false finally for from function get if implements import in instanceof interface let new null of".split(
    " ",
  ),
  ..."package private protected public return set static super switch this throw true try typeof var void while".split(
    " ",
  ),
  ..."with yield".split(" "),
  // parameters and variables that functions of a generated module have in any case
  ..."value report path parsed length type id properties ancestors others found outcome request problems texts given".split(
    " ",
  ),
  ..."args context subject actor resource url entity list each map key record block element index row rows first end parts place at".split(
    " ",
  ),
  // globals
  ..."undefined NaN Infinity globalThis Object Array Map Set WeakMap WeakSet Symbol String Number Boolean BigInt".split(
    " ",
  ),
  ..."Math JSON Date RegExp Error Function Proxy Reflect Promise Intl isNaN isFinite parseInt parseFloat".split(
    " ",
  ),
  ..."require module exports process window self global constructor __proto__ prototype toString".split(" "),
];
