import { type Code, js, lines, numberList } from "./code.js";

/** Integers of a column: of many, an array that has them side by side, which is a half of what a list takes. */
export function emitIntegers(integers: readonly number[]): Code {
  const column = emitNumbers(integers);
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
    if (width > 0 && width + cell.text.length > mostInARow) {
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

/** The same of numbers, so many of which are a cell. */
export function emitNumbers(numbers: readonly number[], perCell = 1): Code {
  if (numbers.length === 0) return js`[]`;
  const rows: Code[] = [];
  let first = 0;
  let width = 0;
  for (let at = 0; at < numbers.length; at += perCell) {
    let cell = 2 * (perCell - 1);
    for (let index = at; index < at + perCell; index += 1) cell += String(numbers[index]).length;
    if (width > 0 && width + cell > mostInARow) {
      rows.push(js`  ${numberList(numbers.slice(first, at))},`);
      first = at;
      width = 0;
    }
    width += cell + 2;
  }
  rows.push(js`  ${numberList(numbers.slice(first))},`);
  return lines([js`[`, ...rows, js`]`]);
}

/** In characters, but for the last comma. */
const mostInARow = 100;
