import { joinTypes, literalsType } from "./relations.js";
import type { Type } from "./type.js";

/** The type of values of several types, as {@link joinTypes} finds it for two. */
export interface TypeJoin {
  /** Takes one more type; false, and nothing changes, if it has none in common with those before. */
  add(next: Type): boolean;
  /** Undefined for none. */
  readonly type: Type | undefined;
}

/** Joins types one after the other. Literals are gathered and sorted once: a list may have thousands. */
export function createTypeJoin(): TypeJoin {
  let joined: Type | undefined;
  let literals: Set<string> | undefined;
  const current = () => (literals === undefined ? joined : literalsType([...literals]));
  return {
    add(next) {
      const isFirst = joined === undefined && literals === undefined;
      if (next.kind === "Literals" && !next.secret && (isFirst || literals !== undefined)) {
        literals ??= new Set();
        for (const value of next.values) literals.add(value);
        return true;
      }
      const before = current();
      const type = before === undefined ? next : joinTypes(before, next);
      if (type === undefined) return false;
      joined = type;
      literals = undefined;
      return true;
    },
    get type() {
      return current();
    },
  };
}
