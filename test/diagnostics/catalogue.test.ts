import { describe, expect, it } from "vitest";
import { catalogue, createDiagnostic, entryOf } from "../../src/diagnostics/catalogue.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { sortDiagnostics } from "../../src/diagnostics/sort-diagnostics.js";

const span = { file: "a.pol", start: 0, end: 0 };

describe("catalogue", () => {
  it("has every code and every name once, in order", () => {
    const codes = catalogue.map(({ code }) => code);
    const names = catalogue.map(({ name }) => name);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(catalogue)(
    "$code is `POL` and four digits, a kebab-case name and a short title",
    ({ code, name, title }) => {
      expect(code).toMatch(/^POL[1-59]\d{3}$/);
      expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(title).toMatch(/^\S.{5,90}[^.\s]$/);
    },
  );

  it("gives a diagnostic the severity of its code", () => {
    expect(createDiagnostic("POL9001", span, "message", { help: "help" })).toEqual({
      code: "POL9001",
      severity: "error",
      message: "message",
      span,
      help: "help",
    });
    expect(entryOf("POL0000")).toBeUndefined();
  });
});

describe("sortDiagnostics", () => {
  it("orders by file, start, code, end and message", () => {
    const of = (file: string, start: number, code: string, end = start, message = ""): Diagnostic => ({
      code,
      severity: "error",
      message,
      span: { file, start, end },
    });
    const sorted = [
      of("B.pol", 9, "POL2001"),
      of("a.pol", 1, "POL2002"),
      of("a.pol", 2, "POL2001", 3, "a"),
      of("a.pol", 2, "POL2001", 3, "b"),
      of("a.pol", 2, "POL2001", 4),
      of("a.pol", 2, "POL2003", 3),
      of("a.pol", 10, "POL1001"),
    ];
    expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
  });
});
