import type { KeyKind } from "../../ir/index/key-test.js";
import { type Code, js, literal } from "../code.js";
import type { ModuleParts } from "../module-parts.js";

/** Emits the index of some rows by keys of a kind. The keys are those of the rows from `firstKey` on. */
export function emitIndexBy(
  parts: ModuleParts,
  kind: KeyKind,
  [rows, keys]: readonly [rows: Code, keys: Code],
  firstKey = 0,
): Code {
  const offset = firstKey === 0 ? [] : [literal(firstKey)];
  switch (kind) {
    case "value":
    case "member":
    case "ancestor":
      return js`${parts.runtime("indexByValue")}(${[rows, keys, ...offset]})`;
    case "prefix":
    case "suffix":
      return js`${parts.runtime("indexByText")}(${[rows, keys, literal(kind === "suffix"), ...offset]})`;
    case "number":
      return js`${parts.runtime("indexByNumber")}(${[rows, keys, ...offset]})`;
    case "address":
      return js`${parts.runtime("indexByAddress")}(${[rows, keys, ...offset]})`;
    default:
      return kind satisfies never;
  }
}
