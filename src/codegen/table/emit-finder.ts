import { invariant } from "../../util/invariant.js";
import type { Bundle } from "../bundles.js";
import { type Code, indented, js, lines, literal } from "../code.js";
import { emitIntegers } from "../emit-column.js";
import { emitHash } from "../emit-hash.js";
import type { ModuleParts } from "../module-parts.js";
import type { Columns } from "./emit-columns.js";
import type { PlacedRows } from "./place-rows.js";
import type { Table } from "./tables.js";

/** The function that finds the rows of a table by their texts. */
export interface EmittedFinder {
  /** Takes where a section's places begin, and any value; gives the row, or undefined. */
  readonly name: Code;
  /** Where the places of a bundle's rows begin. */
  firstOf(bundle: Bundle): Code;
  readonly code: Code;
}

/** Emits that function, for rows that have places: it compares a text with the only one of the section that it can be. */
export function emitFinder(
  {
    parts,
    table,
    columns,
    name,
  }: { readonly parts: ModuleParts; readonly table: Table; readonly columns: Columns; readonly name: Code },
  { hash, firsts, shift, rows }: PlacedRows,
): EmittedFinder {
  const [level = ""] = table.levels;
  const finder = parts.names.name(`table ${table.id} finder`, `${name.text}_find`);
  const places = parts.define(
    `table ${table.id} places`,
    `${name.text}_places`,
    (constant) => js`const ${constant} = ${emitIntegers(rows)};`,
  );
  const statements = [
    ...emitHash(js`text`, hash),
    js`const row = ${places}[first + (Math.imul(hash ^ first, ${hash.factor}) >>> ${shift})];`,
    js`return row >= 0 && text === ${columns.keys(level)}[row] ? row : undefined;`,
  ];
  return {
    name: finder,
    firstOf(bundle) {
      const first = firsts.get(bundle);
      invariant(first !== undefined, "each bundle of the table has a section");
      return literal(first);
    },
    code: lines([js`function ${finder}(first, text) {`, indented(lines(statements)), js`}`]),
  };
}
