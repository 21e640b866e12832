import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";

type Edit = readonly [start: number, end: number, text: string, file?: string];

/** A diagnostic at the place of its first edit. */
function fixing(...edits: readonly Edit[]): Diagnostic {
  const all = edits.map(([start, end, text, file = "a"]) => ({ span: { file, start, end }, text }));
  const span = all[0]?.span ?? { file: "a", start: 0, end: 0 };
  return { code: "POL1001", severity: "error", message: "m", span, fix: { title: "t", edits: all } };
}

/** The text of `a` after fixes, and how many were made. */
function applied(text: string, ...diagnostics: readonly Diagnostic[]): readonly [string | undefined, number] {
  const { files, applied: made } = applyFixes([{ path: "a", text }], diagnostics);
  return [files[0]?.text, made.length];
}

describe("applyFixes", () => {
  it("makes all that stand clear of each other, in whatever order they come", () => {
    const fixes = [fixing([4, 5, "E"]), fixing([0, 1, ""]), fixing([2, 2, "-"])];
    expect(applied("abcde", ...fixes)).toEqual(["b-cdE", 3]);
    expect(applied("abcde", ...fixes.toReversed())).toEqual(["b-cdE", 3]);
  });

  it("makes edits side by side, and the first of two that overlap", () => {
    expect(applied("abcd", fixing([0, 2, "x"]), fixing([2, 4, "y"]))).toEqual(["xy", 2]);
    expect(applied("abcd", fixing([1, 4, "y"]), fixing([0, 2, "x"]))).toEqual(["xcd", 1]);
    expect(applied("abcd", fixing([0, 4, "x"]), fixing([1, 2, "y"]), fixing([3, 3, "z"]))).toEqual(["x", 1]);
  });

  it("makes one of two that insert at one place, or next to what another one replaces", () => {
    expect(applied("ab", fixing([1, 1, "x"]), fixing([1, 1, "y"]))).toEqual(["axb", 1]);
    expect(applied("ab", fixing([0, 1, "x"]), fixing([1, 1, "y"]))).toEqual(["xb", 1]);
  });

  it("makes a fix as a whole or not at all", () => {
    expect(applied("abcd", fixing([0, 1, "x"]), fixing([0, 0, "("], [3, 3, ")"]))).toEqual(["(abc)d", 1]);
    expect(applied("abcd", fixing([1, 2, "x"]), fixing([3, 4, "y"], [1, 1, "z"]))).toEqual(["axcd", 1]);
  });

  it("leaves what reaches into another file, and what has no fix", () => {
    expect(applied("ab", fixing([0, 1, "x"], [0, 1, "x", "std:net"]))).toEqual(["ab", 0]);
    const { fix: _, ...bare } = fixing([0, 1, "x"]);
    expect(applied("ab", bare)).toEqual(["ab", 0]);
  });

  it("keeps what it does not edit: byte order marks, line ends, files", () => {
    const files = [
      { path: "b", text: "\ufeffa\r\nb" },
      { path: "a", text: "c" },
    ];
    const result = applyFixes(files, [fixing([1, 2, "x", "b"])]);
    expect(result.files).toEqual([{ path: "b", text: "\ufeffx\r\nb" }, files[1]]);
  });
});
