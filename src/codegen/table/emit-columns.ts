import type { Cell } from "../../ir/index/constant-leaf.js";
import type { KeyTest } from "../../ir/index/key-test.js";
import { remembered } from "../../util/remembered.js";
import { type Code, js } from "../code.js";
import { emitColumn, emitIntegers } from "../emit-column.js";
import type { ModuleParts } from "../module-parts.js";
import { emitCell } from "./tabled-test.js";
import type { Table, TableRow } from "./tables.js";

/** The constants of a table as constants of the module. */
export interface Columns {
  /** A constant of the row `row`. */
  cell(cell: number): Code;
  /** The keys of all rows for one level. */
  keys(level: string): Code;
  /** The number of the rule of the row `row`. */
  readonly rule: Code;
}

/** Emits the columns of a table, each when it is first asked for. */
export function createColumns(parts: ModuleParts, table: Table, hint: string): Columns {
  const column = (key: string, word: string, cells: readonly Cell[]): Code =>
    parts.define(
      `table ${table.id} ${key}`,
      `${hint}_${word}`,
      (name) => js`const ${name} = ${emitCells(cells)};`,
    );
  const cellColumn = (cell: number) => {
    const cells = table.rows.map(({ shape }) => cellAt(shape.cells, cell));
    return column(`cell ${cell}`, `column_${cell + 1}`, cells);
  };
  const emitShared = (cell: number, constant: Cell) => {
    if (typeof constant !== "object") return emitCell(constant);
    const word = `${hint}_constant_${cell + 1}`;
    return parts.define(
      `table ${table.id} constant ${cell}`,
      word,
      (name) => js`const ${name} = ${emitCell(constant)};`,
    );
  };
  return {
    // A table has a section for each of many bundles, and all of them ask.
    cell: remembered((cell) => {
      const [first, ...others] = table.rows.map(({ shape }) => cellAt(shape.cells, cell));
      const isShared = first !== undefined && others.every((other) => sameCell(other, first));
      return isShared ? emitShared(cell, first) : js`${cellColumn(cell)}[row]`;
    }),
    keys: remembered((level) => {
      const known = cellWithKeys(table.rows, level);
      if (known !== undefined) return cellColumn(known);
      const cells = table.rows.map(({ keys }) => keyCell(keys.get(level)));
      return column(`keys ${level}`, "keys", cells);
    }),
    get rule() {
      const first = table.rows[0]?.body.ruleIndex ?? 0;
      const inOrder = table.rows.every(({ body }, row) => body.ruleIndex === first + row);
      if (inOrder) return first === 0 ? js`row` : js`row + ${first}`;
      const rules = table.rows.map(({ body }) => body.ruleIndex);
      return js`${column("rules", "rules", rules)}[row]`;
    },
  };
}

/** Constants of many rows. */
export function emitCells(cells: readonly Cell[]): Code {
  return cells.every((cell) => typeof cell === "number")
    ? emitIntegers(cells)
    : emitColumn(cells.map(emitCell));
}

function cellAt(cells: readonly Cell[], cell: number): Cell {
  return cells[cell] ?? [];
}

/** The cell that holds just the keys of a level, in every row. */
function cellWithKeys(rows: readonly TableRow[], level: string): number | undefined {
  const width = rows[0]?.shape.cells.length ?? 0;
  for (let cell = 0; cell < width; cell += 1) {
    if (rows.every(({ shape, keys }) => sameCell(cellAt(shape.cells, cell), keyCell(keys.get(level)))))
      return cell;
  }
  return undefined;
}

/** One key as it is, several in a list, and always in a list what comes in pairs. */
function keyCell(key: KeyTest | undefined): Cell {
  const keys = key?.keys ?? [];
  const [only, ...others] = keys;
  return only === undefined || others.length > 0 ? keys : only;
}

/** Whether two constants are the same. */
function sameCell(left: Cell, right: Cell): boolean {
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  return left.length === right.length && left.every((each, index) => sameCell(each, right[index] ?? []));
}
