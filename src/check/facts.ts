import type { Type } from "../types/type.js";

/**
 * What is known at a point of a rule: flow typing (language.md §6). A path is keyed by its text with roots made
 * unambiguous (`subject.team`, `args.to[0]`, `$3.owner` for a quantifier's variable).
 */
export interface Facts {
  /** Paths that are present and not null. */
  readonly present: ReadonlySet<string>;
  /** Narrowed types of paths. */
  readonly types: ReadonlyMap<string, Type>;
  /** A guard to the left is broken: nothing is said about what it may have guarded. */
  readonly lenient: boolean;
}

/** Nothing is known. */
export const noFacts: Facts = { present: new Set(), types: new Map(), lenient: false };

/** `facts`, and that the paths are present. */
export function withPresent(facts: Facts, keys: readonly string[]): Facts {
  return keys.every((key) => facts.present.has(key))
    ? facts
    : { ...facts, present: new Set([...facts.present, ...keys]) };
}

/** `facts`, and that the path has the type. */
export function withType(facts: Facts, key: string, type: Type): Facts {
  return { ...facts, types: new Map([...facts.types, [key, type]]) };
}

/** `facts` after something that could not be checked. */
export function lenientFacts(facts: Facts): Facts {
  return facts.lenient ? facts : { ...facts, lenient: true };
}

/** What is known where either holds: law: a fact of the result is a fact of both. */
export function eitherFacts(left: Facts, right: Facts): Facts {
  if (left === right) return left;
  return {
    present: new Set([...left.present].filter((key) => right.present.has(key))),
    types: new Map([...left.types].filter(([key, type]) => right.types.get(key) === type)),
    lenient: left.lenient || right.lenient,
  };
}
