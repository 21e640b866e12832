import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toMessages } from "../../../src/adapters/esbuild/to-messages.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";

const options = { root: "policies", from: "." };

/** Lines with characters of one to four bytes, with tabs, and with each way to end a line. */
const text = fc
  .array(fc.constantFrom("a", " ", "\t", "é", "中", "😀", "\n", "\r\n", "\r"), { maxLength: 40 })
  .map((parts) => ({ parts, text: parts.join("") }));

describe("toMessages", () => {
  it("esbuild-place-is-span: the bytes that esbuild marks are the characters of the span's first line", () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), ({ parts, text }, first, second) => {
        const [from, to] = [first, second].map((each) => each % (parts.length + 1)).sort((a, b) => a - b);
        const start = parts.slice(0, from).join("").length;
        const end = parts.slice(0, to).join("").length;
        const span = { file: "a.pol", start, end };
        const diagnostic: Diagnostic = { code: "POL2003", severity: "error", message: "wrong", span };
        const { errors } = toMessages([diagnostic], { ...options, files: [{ path: "a.pol", text }] });
        const { line = 0, column = 0, length = 0, lineText = "" } = errors[0]?.location ?? {};
        const lines = text.split(/\r\n|\r|\n/);
        expect(lineText).toBe(lines[line - 1]);
        const marked = Buffer.from(lineText)
          .subarray(column, column + length)
          .toString();
        expect(marked).toBe(text.slice(start, end).split(/[\r\n]/)[0]);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it("shows the standard library under its own name, and nothing where there is no place", () => {
    const library = { path: "std:net", text: "// net\n" };
    const diagnostics: readonly Diagnostic[] = [
      { code: "POL2003", severity: "error", message: "wrong", span: { file: "std:net", start: 3, end: 6 } },
      { code: "POL4001", severity: "error", message: "nothing", span: { file: "", start: 0, end: 0 } },
    ];
    const { errors } = toMessages(diagnostics, { ...options, files: [library] });
    expect(errors.map(({ location }) => location)).toEqual([
      { file: "std:net", line: 1, column: 3, length: 3, lineText: "// net" },
      null,
    ]);
  });

  it("tells errors from warnings, and leaves out notes", () => {
    const span = { file: "", start: 0, end: 0 };
    const diagnostics = (["info", "warning", "error"] as const).map(
      (severity): Diagnostic => ({ code: "POL2003", severity, message: severity, span }),
    );
    const { errors, warnings } = toMessages(diagnostics, { ...options, files: [] });
    expect([errors, warnings].map((each) => each.map((message) => message.text))).toEqual([
      ["POL2003: error"],
      ["POL2003: warning"],
    ]);
  });
});
