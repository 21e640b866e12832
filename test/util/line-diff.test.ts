import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffLine, diffLines } from "../../src/util/line-diff.js";

const seed = 20261121;

function shown(lines: readonly DiffLine[]): string {
  return lines.map(({ sign, text }) => `${sign}${text}`).join(" ");
}

/** What is left of a diff without the lines that only the other text has. */
function side(lines: readonly DiffLine[], other: "-" | "+"): readonly string[] {
  return lines.filter(({ sign }) => sign !== other).map(({ text }) => text);
}

/** The length of the longest common subsequence, by the textbook's table. */
function sharedLines(a: readonly string[], b: readonly string[]): number {
  let row = b.map(() => 0);
  for (const line of a) {
    const next: number[] = [];
    for (const [index, other] of b.entries()) {
      const diagonal = line === other ? (row[index - 1] ?? 0) + 1 : 0;
      next.push(Math.max(diagonal, row[index] ?? 0, next[index - 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("diffLines", () => {
  it.each([
    ["a\nb\nc", "a\nb\nc", " a  b  c"],
    ["a\nb\nc", "a\nx\nc", " a -b +x  c"],
    ["a\nc", "a\nb\nc", " a +b  c"],
    ["a\r\nb\rc", "a\nb\nc", " a  b  c"],
    ["", "a", "- +a"],
  ])("from %j to %j", (before, after, lines) => {
    expect(shown(diffLines(before, after))).toBe(lines);
  });

  it("gives up on what has nothing in common", () => {
    const [before, after] = ["a", "b"].map((line) => `${line}\n`.repeat(2000));
    const lines = diffLines(before ?? "", after ?? "");
    expect(lines).toHaveLength(4002);
    expect(side(lines, "+").join("\n")).toBe(before);
  });

  it("law line-diff-shortest: both texts are in it, and it shares as many lines as can be shared", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before.join("\n"), after.join("\n"));
        expect(side(lines, "+")).toEqual(before);
        expect(side(lines, "-")).toEqual(after);
        expect(lines.filter(({ sign }) => sign === " ")).toHaveLength(sharedLines(before, after));
      }),
      { seed, numRuns: 500 },
    );
  });
});
