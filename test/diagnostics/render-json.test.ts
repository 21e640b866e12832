import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/diagnostics/render-json.js";

const files = [{ path: "a.pol", text: "one\ntwo\n" }];
const span = { file: "a.pol", start: 4, end: 7 };

describe("renderJson", () => {
  it("prints an empty list for nothing", () => {
    expect(renderJson([], { files })).toBe('{"diagnostics":[]}\n');
  });

  it("prints one line for each diagnostic, with places as offsets and positions", () => {
    const output = renderJson(
      [
        {
          code: "POL4002",
          severity: "error",
          message: "message",
          span,
          label: "label",
          related: [{ span: { file: "b.pol", start: 1, end: 2 }, message: "other" }],
          help: "help",
          witness: { request: { subject: 1 }, shows: "so" },
          fix: { title: "mend", edits: [{ span, text: "2" }] },
        },
        { code: "POL4001", severity: "error", message: "nowhere", span: { file: "", start: 0, end: 0 } },
      ],
      { files, displayPath: (file) => `set/${file}` },
    );
    expect(output.split("\n")).toHaveLength(5);
    const place = {
      file: "set/a.pol",
      start: 4,
      end: 7,
      from: { line: 2, column: 1 },
      to: { line: 2, column: 4 },
    };
    expect(JSON.parse(output).diagnostics).toEqual([
      {
        code: "POL4002",
        name: "invalid-utf8",
        severity: "error",
        message: "message",
        place,
        label: "label",
        related: [{ file: "set/b.pol", start: 1, end: 2, message: "other" }],
        help: "help",
        witness: { request: { subject: 1 }, shows: "so" },
        fix: { title: "mend", edits: [{ ...place, text: "2" }] },
      },
      { code: "POL4001", name: "no-policy-files", severity: "error", message: "nowhere", related: [] },
    ]);
  });
});
