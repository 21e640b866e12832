import { isReservedName } from "../../check/declarations.js";
import { isReserved, isWord } from "../../syntax/words.js";
import type { FgaModel } from "./fga-model.js";

/** What the types and relations of a model are called in Pol. */
export interface PolNames {
  type(name: string): string;
  relation(name: string): string;
  /** A type of which there is nothing: for what nobody is left to have. */
  readonly nobody: string;
}

/**
 * Names for a model: each its own where Pol can say it. Elsewhere what is no letter or digit becomes `_`, and a name that is taken by then, or
 * that the language keeps for itself, gets `_` behind it.
 */
export function polNames({ types }: Pick<FgaModel, "types">): PolNames {
  const typeNames = namesFor(
    types.map(({ name }) => name),
    (name) => isReservedName(name) || name === "anyone",
  );
  // A relation has one name in all types: `viewer of parent` is of several.
  const relationNames = namesFor(
    types.flatMap(({ relations }) => relations.map(({ name }) => name)),
    (name) => name === "direct",
  );
  return {
    type: (name) => typeNames.get(name) ?? name,
    relation: (name) => relationNames.get(name) ?? name,
    nobody: freeName("nobody", new Set(typeNames.values()), isReservedName),
  };
}

/** Those that can stay as they are come first, so that no other name takes theirs. */
function namesFor(names: readonly string[], isKept: (name: string) => boolean): ReadonlyMap<string, string> {
  const isSayable = (name: string) => isWord(name) && !isReserved(name) && !isKept(name);
  const taken = new Set(names.filter(isSayable));
  return new Map(
    [...new Set(names)].map((name) => {
      if (isSayable(name)) return [name, name];
      const found = freeName(asWord(name), taken, isKept);
      taken.add(found);
      return [name, found];
    }),
  );
}

function asWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}

function freeName(name: string, taken: ReadonlySet<string>, isKept: (name: string) => boolean): string {
  const isFree = !taken.has(name) && !isReserved(name) && !isKept(name);
  return isFree ? name : freeName(`${name}_`, taken, isKept);
}
