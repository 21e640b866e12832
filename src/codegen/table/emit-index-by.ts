import { branchingPlaces } from "../../ir/index/branching-places.js";
import type { Cell } from "../../ir/index/constant-leaf.js";
import type { KeyKind } from "../../ir/index/key-test.js";
import { type Code, js, literal } from "../code.js";
import type { ModuleParts } from "../module-parts.js";

/** Keys of a kind: as constants, and the code of their list, which are those of the rows from `first` on. */
export interface IndexedKeys {
  readonly kind: KeyKind;
  readonly constants: readonly Cell[];
  readonly list: Code;
  readonly first: number;
}

/** Emits the index of some rows by their keys. */
export function emitIndexBy(
  parts: ModuleParts,
  rows: Code,
  { kind, constants, list, first }: IndexedKeys,
): Code {
  const offset = first === 0 ? [] : [literal(first)];
  switch (kind) {
    case "value":
    case "member":
    case "ancestor":
      return js`${parts.runtime("indexByValue")}(${[rows, list, ...offset]})`;
    case "prefix":
    case "suffix":
      return js`${parts.runtime("indexByText")}(${[rows, list, literal(kind === "suffix"), emitPlaces(kind, constants), ...offset]})`;
    case "number":
      return js`${parts.runtime("indexByNumber")}(${[rows, list, ...offset]})`;
    case "address":
      return js`${parts.runtime("indexByAddress")}(${[rows, list, ...offset]})`;
    default:
      return kind satisfies never;
  }
}

function emitPlaces(kind: KeyKind, keys: readonly Cell[]): Code {
  const texts = keys.filter((key) => typeof key === "string");
  return js`[${branchingPlaces(texts, kind === "suffix").map(literal)}]`;
}
