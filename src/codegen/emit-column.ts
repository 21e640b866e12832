import { type Code, js, lines } from "./code.js";

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
