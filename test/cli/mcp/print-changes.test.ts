import { describe, expect, it } from "vitest";
import { printChanges } from "../../../src/cli/mcp/print-changes.js";

function numbered(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
}

describe("printChanges", () => {
  it("shows what changed with two lines around it", () => {
    const before = numbered(1, 20);
    const after = before.map((line) => (line === "line 5" || line === "line 15" ? `${line}!` : line));
    expect(printChanges(before.join("\n"), `${after.join("\n")}\n`)).toMatchInlineSnapshot(`
      "    line 3
          line 4
        - line 5
        + line 5!
          line 6
          line 7
          ⋮
          line 13
          line 14
        - line 15
        + line 15!
          line 16
          line 17
      "
    `);
  });

  it("shows nothing of equal texts", () => {
    expect(printChanges("a\r\nb\n", "a\nb")).toBe("");
  });

  it("spells out what cannot be seen", () => {
    expect(printChanges("a", "a\u202e\u001b[2J")).toBe("  - a\n  + a<U+202E><U+001B>[2J\n");
  });

  it("shows at most two hundred lines", () => {
    const printed = printChanges("", numbered(1, 500).join("\n")).trimEnd().split("\n");
    expect(printed).toHaveLength(201);
    expect(printed.at(-1)).toBe("    … and 301 more lines");
  });
});
