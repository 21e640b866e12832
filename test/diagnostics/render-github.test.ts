import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { renderAnnotation } from "../../src/diagnostics/annotation.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderGithub } from "../../src/diagnostics/render-github.js";
import { pageExamples } from "./page-examples.js";
import { readAnnotations } from "./read-annotations.js";

const file = { path: "a.pol", text: "one\r\ntwo\r\nthree\r\n" };

/** A diagnostic about the first place of `part` in {@link file}. */
function about(part: string, details: Partial<Diagnostic> = {}): Diagnostic {
  const start = file.text.indexOf(part);
  const span = { file: file.path, start, end: start + part.length };
  return { code: "POL2001", severity: "error", message: "message", span, ...details };
}

function render(diagnostic: Diagnostic, folder = "p"): string {
  return renderGithub([diagnostic], { files: [file], displayPath: (path) => `${folder}/${path}` });
}

describe("renderGithub", () => {
  it("is nothing for nothing", () => {
    expect(renderGithub([], { files: [] })).toBe("");
  });

  it("says where, what, why here, where else and what to do", () => {
    const related = [{ span: about("one").span, message: "first here" }];
    expect(render(about("two", { label: "again here", related, help: "rename it\nor remove it" }))).toBe(
      "::error file=p/a.pol,line=2,endLine=2,col=1,endColumn=4,title=POL2001" +
        "::message%0Aagain here%0Ap/a.pol:1:1: first here%0Ahelp: rename it%0Aor remove it\n",
    );
  });

  it.each([
    ["error", "error"],
    ["warning", "warning"],
    ["info", "notice"],
  ] as const)("makes %s %s", (severity, command) => {
    expect(render(about("one", { severity }))).toMatch(`::${command} file=`);
  });

  it("leaves out columns where GitHub does not take them, and does not reach into the next line", () => {
    const properties = (part: string) => readAnnotations(render(about(part)))[0]?.properties;
    expect(properties("two\r\n")).toMatchObject({ line: "2", endLine: "2", col: "1", endColumn: "4" });
    expect(properties("one\r\ntwo\r\n")).toEqual({
      file: "p/a.pol",
      line: "1",
      endLine: "2",
      title: "POL2001",
    });
  });

  it("writes the path as GitHub compares it", () => {
    const fileIn = (folder: string) => readAnnotations(render(about("one"), folder))[0]?.properties.file;
    expect(fileIn("./p/../q")).toBe("q/a.pol");
    expect(fileIn("../p")).toBe("../p/a.pol");
    expect(fileIn("C:\\p")).toBe("C:/p/a.pol");
    expect(fileIn("50%, a:b")).toBe("50%, a:b/a.pol");
  });

  it("has no file where there is none in a repository, and says the place", () => {
    const elsewhere = (path: string) => ({ span: { file: path, start: 5, end: 8 } });
    const options = { files: [{ path: "<stdin>", text: file.text }] };
    expect(renderGithub([about("", elsewhere("<stdin>"))], options)).toBe(
      "::error title=POL2001::<stdin>:2:1: message\n",
    );
    expect(renderGithub([about("", elsewhere(""))], options)).toBe("::error title=POL2001::message\n");
    expect(renderGithub([about("", elsewhere("b.pol"))], options)).toBe(
      "::error file=b.pol,title=POL2001::message\n",
    );
  });

  it("gives for every page's example what the diagnostics say", async () => {
    for (const { text, schemas } of await pageExamples()) {
      const checked = check([{ path: "a, b: c.pol", text }], { schemas });
      const { policySet, files } = checked;
      const proved = policySet === undefined ? [] : analyze(policySet, { conflicts: true });
      const diagnostics = [...checked.diagnostics, ...proved];
      const read = readAnnotations(renderGithub(diagnostics, { files }));
      expect(read.map(({ properties }) => properties.title)).toEqual(diagnostics.map(({ code }) => code));
      expect(new Set(read.map(({ properties }) => properties.file))).toEqual(new Set(["a, b: c.pol"]));
      for (const [index, { message, help = "", witness }] of diagnostics.entries()) {
        const lines = read[index]?.message.split("\n") ?? [];
        expect(lines[0]).toBe(message.replace("\u200b", "<U+200B>"));
        expect(lines.join("\n")).toContain(help);
        if (witness?.shows !== undefined)
          expect(lines.at(-1)).toBe(`example: ${witness.shows}: ${JSON.stringify(witness.request)}`);
      }
    }
  });
});

describe("renderAnnotation", () => {
  it("law annotation-roundtrip: is one line, one command, and read as it was meant", () => {
    const words = fc.array(
      fc.constantFrom(
        "a",
        "%",
        "%25",
        "%0A",
        ",",
        ":",
        "::",
        "::error ::",
        "=",
        " ",
        "é",
        "🎉",
        "\r",
        "\n",
        "\u001b",
        "\u2028",
      ),
      { maxLength: 8 },
    );
    const texts = words.map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, texts, texts, (path, title, message) => {
        const place = { file: path, line: 1, endLine: 1 };
        const output = renderAnnotation({ severity: "error", title, message, place });
        expect(output.split(/[\r\n]/)).toHaveLength(2);
        const [read] = readAnnotations(output);
        expect(read?.command).toBe("error");
        expect(read?.properties).toEqual({ file: path, line: "1", endLine: "1", title: spelt(title) });
        expect(read?.message).toBe(message.split("\n").map(spelt).join("\n"));
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});

function spelt(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "\r": "<U+000D>",
    "\n": "<U+000A>",
    "\u001b": "<U+001B>",
    "\u2028": "<U+2028>",
  };
  return [...text].map((character) => names[character] ?? character).join("");
}
