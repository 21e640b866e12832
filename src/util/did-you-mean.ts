/**
 * The one of `candidates` that `word` was most likely meant to be, or undefined: at most one edit in three letters away,
 * letter case aside. Of equally near ones the first in code unit order, so that messages do not depend on the order of files.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let bound = word.length < 2 ? 0 : Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  for (const candidate of [...candidates].sort()) {
    if (candidate === word) continue;
    const distance = editDistance(typed, candidate.toLowerCase(), bound);
    if (distance > bound || (best !== undefined && distance === bound)) continue;
    best = candidate;
    bound = distance;
  }
  return best;
}

/**
 * Optimal string alignment distance (insertions, deletions, substitutions, swaps of neighbours; Wagner and Fischer's table, three
 * rows of it); more than `bound` where it is more.
 */
export function editDistance(left: string, right: string, bound: number): number {
  if (Math.abs(left.length - right.length) > bound) return bound + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      current.push(cell(left, right, row, column, { current, last, beforeLast }));
    }
    if (Math.min(...current) > bound) return bound + 1;
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

interface Rows {
  readonly current: readonly number[];
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
}

function cell(left: string, right: string, row: number, column: number, rows: Rows): number {
  const at = (cells: readonly number[], index: number) => cells[index] ?? Number.POSITIVE_INFINITY;
  const same = left[row - 1] === right[column - 1];
  const swapped = row > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  return Math.min(
    at(rows.last, column) + 1,
    at(rows.current, column - 1) + 1,
    at(rows.last, column - 1) + (same ? 0 : 1),
    swapped ? at(rows.beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
