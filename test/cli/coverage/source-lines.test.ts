import { describe, expect, it } from "vitest";
import { type Segment, sourceLines } from "../../../src/cli/coverage/source-lines.js";

const file = {
  path: "a.pol",
  text: '// "No" rule.\nrule r\r\n  allow User to a.rule\n  when x like "a\\"*" and x matches /b/\n',
};

/** Segments as text: what is highlighted in brackets, with its kind, what is in a place between bars. */
function shown(lines: readonly (readonly Segment<{ readonly span: unknown }>[])[]): readonly string[] {
  return lines.map((line) =>
    line
      .map(({ text, highlight, place }) => {
        const marked = highlight === undefined ? text : `[${highlight} ${text}]`;
        return place === undefined ? marked : `|${marked}|`;
      })
      .join(""),
  );
}

function placed(text: string) {
  const start = file.text.indexOf(text);
  return { span: { file: "a.pol", start, end: start + text.length } };
}

describe("lines of a policy", () => {
  it("tell apart words of the language, texts and comments", () => {
    expect(shown(sourceLines(file, []))).toEqual([
      '[comment // "No" rule.]',
      "[word rule] r",
      "  [word allow] User to a.rule",
      '  [word when] x [word like] [text "a\\"*"] [word and] x [word matches] [text /b/]',
      "",
    ]);
  });

  it("are cut where a place begins and ends, and show the later of two that overlap", () => {
    const outer = placed('x like "a\\"*" and x');
    const inner = placed("and");
    expect(shown(sourceLines(file, [outer, inner]))[3]).toBe(
      '  [word when] |x ||[word like]|| ||[text "a\\"*"]|| ||[word and]|| x| [word matches] [text /b/]',
    );
  });

  it("have all of the text, whatever it is", () => {
    for (const text of ["", "\n", "a", '"', "\u2028 rule\r\r\n/", "rule \ud83d\ude00 // x"]) {
      const lines = sourceLines({ path: "a.pol", text }, []);
      const joined = lines.map((line) => line.map((segment) => segment.text).join("")).join("\n");
      expect(joined).toBe(text.replace(/\r\n?/g, "\n"));
    }
  });
});
