/** A line that two texts share, or that only the first (`-`) or the second (`+`) has. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * The shortest way from one text to the other, line by line: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), its greedy
 * form. Its time and memory grow with the square of the edits; texts that differ in more than a thousand lines share nothing here.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const a = before.split(/\r\n?|\n/);
  const b = after.split(/\r\n?|\n/);
  const trace = furthestReaching(a, b);
  return trace === undefined ? [...signed("-", a), ...signed("+", b)] : wayBack(a, b, trace).reverse();
}

const mostEdits = 1000;

function signed(sign: DiffLine["sign"], lines: readonly string[]): readonly DiffLine[] {
  return lines.map((text) => ({ sign, text }));
}

/** For each number of edits, how far along the first text one gets on each diagonal. */
type Reach = ReadonlyMap<number, number>;

function furthestReaching(a: readonly string[], b: readonly string[]): readonly Reach[] | undefined {
  const trace: Reach[] = [];
  let last: Reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= mostEdits; edits++) {
    const reach = new Map<number, number>();
    trace.push(last);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = startOn(last, diagonal, edits);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
    last = reach;
  }
  return undefined;
}

/** Where a diagonal is entered: from the one above by an added line, or from the one below by a removed line. */
function startOn(last: Reach, diagonal: number, edits: number): number {
  return comesFromAbove(last, diagonal, edits)
    ? (last.get(diagonal + 1) ?? 0)
    : (last.get(diagonal - 1) ?? 0) + 1;
}

function comesFromAbove(last: Reach, diagonal: number, edits: number): boolean {
  const [left, right] = [last.get(diagonal - 1) ?? -1, last.get(diagonal + 1) ?? -1];
  return diagonal === -edits || (diagonal !== edits && left < right);
}

function wayBack(a: readonly string[], b: readonly string[], trace: readonly Reach[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const last = trace[edits] ?? new Map();
    const isAdded = comesFromAbove(last, x - y, edits);
    const start = edits === 0 ? 0 : startOn(last, x - y, edits);
    while (x > start && y > 0) {
      lines.push({ sign: " ", text: a[--x] ?? "" });
      y--;
    }
    if (edits === 0) break;
    if (isAdded) lines.push({ sign: "+", text: b[--y] ?? "" });
    else lines.push({ sign: "-", text: a[--x] ?? "" });
  }
  return lines;
}
