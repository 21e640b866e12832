import type { Chain } from "../../src/runtime/rows.js";

/** The rows of a chain. */
export function chainOf(index: Chain, head: number): number[] {
  const rows: number[] = [];
  for (let entry = head; entry >= 0; entry = index.next[entry] ?? -1) rows.push(index.rows[entry] ?? -1);
  return rows;
}
