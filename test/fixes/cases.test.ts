import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { applyFixes } from "../../src/diagnostics/apply-fixes.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { doubtfulCases, fixCases } from "./cases.js";

const path = "a.pol";

/** The diagnostics of `code` in a text. */
function found(code: string, text: string): readonly Diagnostic[] {
  return check([{ path, text }]).diagnostics.filter((diagnostic) => diagnostic.code === code);
}

describe("a fix", () => {
  it.each(fixCases)("of $code makes $after of $before", ({ code, before, after }) => {
    const diagnostics = found(code, before);
    expect(diagnostics).not.toEqual([]);
    const { files } = applyFixes([{ path, text: before }], diagnostics);
    expect(files).toEqual([{ path, text: after }]);
  });

  it.each(fixCases)("of $code leaves nothing like it in $after", ({ code, after }) => {
    const left = found(code, after).filter(({ fix }) => fix !== undefined);
    expect(left).toEqual([]);
  });

  it.each(doubtfulCases)("is none for $code in $text", ({ code, text }) => {
    const diagnostics = found(code, text);
    expect(diagnostics).not.toEqual([]);
    expect(diagnostics.flatMap(({ fix }) => fix ?? [])).toEqual([]);
  });
});
