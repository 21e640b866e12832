import { type Code, js, lines, literal } from "./code.js";

/** Integers of a column: of many, an array that has them side by side, which is a half of what a list takes. */
export function emitIntegers(integers: readonly number[]): Code {
  const column = emitColumn(integers.map((integer) => literal(integer)));
  const isShort = integers.length <= fewCells;
  return isShort || !integers.every(isSmall) ? column : js`new Int32Array(${column})`;
}

const fewCells = 64;

/** Whether a number is an integer of 32 bits. */
function isSmall(number: number): boolean {
  return Object.is(number, number | 0);
}

/** A list of constants, none of which takes several lines, as many on a line as fit. */
export function emitColumn(cells: readonly Code[]): Code {
  if (cells.length === 0) return js`[]`;
  const rows: Code[] = [];
  let row: Code[] = [];
  let width = 0;
  for (const cell of cells) {
    if (width > 0 && width + cell.text.length > 100) {
      rows.push(js`  ${row},`);
      row = [];
      width = 0;
    }
    row.push(cell);
    width += cell.text.length + 2;
  }
  rows.push(js`  ${row},`);
  return lines([js`[`, ...rows, js`]`]);
}
