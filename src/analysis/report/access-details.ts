import type { Access } from "./access.js";
import type { AccessMatrix, AccessRow, Asker } from "./access-matrix.js";

/** What is to be said of one asker and all rows of which the same is to be said. */
export interface AccessDetail {
  readonly asker: Asker;
  readonly rows: readonly AccessRow[];
  /** That of the first row. */
  readonly access: Access;
}

/** The cells of a matrix, those that read the same together, in the order of their first rows. */
export function accessDetails({ askers, rows }: AccessMatrix): readonly AccessDetail[] {
  const details = new Map<string, AccessDetail & { readonly rows: AccessRow[] }>();
  for (const row of rows) {
    row.cells.forEach((access, index) => {
      const asker = askers[index];
      if (asker === undefined) return;
      const key = detailKey(asker, access);
      const known = details.get(key);
      if (known === undefined) details.set(key, { asker, access, rows: [row] });
      else known.rows.push(row);
    });
  }
  return [...details.values()];
}

/** Finds the detail of a cell. */
export function detailIndex(details: readonly AccessDetail[]): (asker: Asker, access: Access) => number {
  const index = new Map(details.map(({ asker, access }, place) => [detailKey(asker, access), place]));
  return (asker, access) => index.get(detailKey(asker, access)) ?? -1;
}

function detailKey({ words }: Asker, { key }: Access): string {
  return `${words}\n${key}`;
}
