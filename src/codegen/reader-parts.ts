import { type Code, join, js, literal } from "./code.js";
import type { ModuleParts } from "./module-parts.js";
import type { Entities } from "./reader-key.js";

/**
 * The functions that check what a request holds, one for each type. Each takes a value, the report and the value's path, and gives
 * the checked copy, undefined for what is absent and may be, or null.
 */
export interface Readers {
  readonly parts: ModuleParts;
  readonly entities: Entities;
  /** Below the arguments of a call: nothing undeclared is let through, and what is forwarded is kept. */
  readonly closed: boolean;
}

/** `return a === null || b === null ? null : copy;` */
export function emitChecked(checked: readonly Code[], copy: Code): Code {
  if (checked.length === 0) return js`return ${copy};`;
  return js`return ${join(
    checked.map((local) => js`${local} === null`),
    " || ",
  )} ? null : ${copy};`;
}

/** A Set of names. */
export function emitNameSet(parts: ModuleParts, names: readonly string[]): Code {
  const key = `names ${JSON.stringify(names)}`;
  return parts.define(key, "declared_names", (name) => js`const ${name} = new Set([${names.map(literal)}]);`);
}
