import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { diagnosticsToSarif, renderSarif } from "../../src/diagnostics/render-sarif.js";
import type { SarifResult, SarifRun } from "../../src/diagnostics/sarif.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { seededChoices } from "../../src/testing/choices.js";
import { mutateTokens, tokensOf } from "../../src/testing/mutate-tokens.js";
import { expectFaithful } from "./expect-faithful.js";
import { pageExamples } from "./page-examples.js";
import { schemaProblems } from "./sarif-reader.js";

const examples = await pageExamples();

/** Other forms of the same text: ends of lines, characters of two code units and of no width, a mark at the start. */
const variants: readonly (readonly [string, (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["with CR LF", (text) => text.replaceAll("\n", "\r\n")],
  ["with CR", (text) => text.replaceAll("\n", "\r")],
  ["beyond ASCII", (text) => text.replaceAll('"', '"🎉日e\u0301')],
  ["with a byte order mark", (text) => `\ufeff${text}`],
];

describe.each(variants)(
  "a report of a page's example, %s, is SARIF with the places of the spans",
  (_, vary) => {
    it.each(examples)("$code", ({ text, schemas }) => {
      const checked = check([{ path: "à la carte/50% [x].pol", text: vary(text) }], { schemas });
      const { policySet, files } = checked;
      const proved = policySet === undefined ? [] : analyze(policySet, { conflicts: true });
      const diagnostics = [...checked.diagnostics, ...proved];
      expect(diagnostics).not.toEqual([]);
      expectFaithful(diagnostics, { files });
    });
  },
);

it("law sarif-is-faithful: so is a report of any two broken files", () => {
  const texts = examples.map(({ text }) => text);
  const pool = texts.flatMap(tokensOf);
  const anyText = fc.constantFrom(...texts);
  fc.assert(
    fc.property(anyText, anyText, fc.nat(), (one, other, seed) => {
      const choices = seededChoices(seed);
      const { diagnostics, files } = check([
        { path: "a.pol", text: mutateTokens(one, choices, pool) },
        { path: "b/c.pol", text: mutateTokens(other, choices, pool) },
      ]);
      expectFaithful(diagnostics, { files });
    }),
    { seed: 20261122, numRuns: 100 },
  );
});

const file: SourceFile = { path: "a.pol", text: "one\ntwo\nthree\n" };

function runOf(
  diagnostics: readonly Diagnostic[],
  files = [file],
  displayPath?: (file: string) => string,
): SarifRun {
  const options = { files, ...(displayPath === undefined ? {} : { displayPath }) };
  expect(schemaProblems(renderSarif(diagnostics, options))).toEqual([]);
  const [run] = diagnosticsToSarif(diagnostics, options).runs;
  if (run === undefined) throw new Error("a report has a run");
  return run;
}

/** A diagnostic about the first place of `part` in {@link file}. */
function about(part: string, details: Partial<Diagnostic> = {}): Diagnostic {
  const start = file.text.indexOf(part);
  const span = { file: file.path, start, end: start + part.length };
  return { code: "POL2001", severity: "error", message: "message", span, ...details };
}

function resultOf(diagnostic: Diagnostic): SarifResult | undefined {
  return runOf([diagnostic]).results[0];
}

describe("renderSarif", () => {
  it("of nothing is a report without results", () => {
    const run = runOf([]);
    expect(run).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
    expect(run.tool.driver).toMatchObject({ name: "polc", rules: [], notifications: [] });
    expect(renderSarif([], { files: [] }).endsWith("\n}\n")).toBe(true);
  });

  it("has a rule for each code that occurs, in order, with what its page says", () => {
    const page =
      "# POL2003: title\n\n`unknown-attribute` · error\n\nWhat\nit is.\n\n## Why it matters\n\nBecause.\n";
    const diagnostics = [
      about("one", { code: "POL2003" }),
      about("two"),
      about("three", { code: "POL2003" }),
    ];
    const { runs } = diagnosticsToSarif(diagnostics, { files: [file], pages: new Map([["POL2003", page]]) });
    expect(runs[0]?.tool.driver.rules).toEqual([
      {
        id: "POL2001",
        name: "duplicate-name",
        shortDescription: { text: "a name that is declared twice" },
        defaultConfiguration: { level: "error" },
      },
      {
        id: "POL2003",
        name: "unknown-attribute",
        shortDescription: { text: "an attribute, argument or property that nothing declares" },
        fullDescription: { text: "What it is." },
        help: { text: "What it is.\n\n`polc explain POL2003` says more.", markdown: page },
        defaultConfiguration: { level: "error" },
      },
    ]);
    expect(runs[0]?.results.map(({ ruleIndex }) => ruleIndex)).toEqual([1, 0, 1]);
  });

  it("links to related places, because GitHub shows no others, and to nothing that a policy says", () => {
    const related = [
      { span: about("one").span, message: "see `a[0]`" },
      { span: { file: "std:std.agents", start: 1, end: 2 }, message: "here too" },
    ];
    const message = "found `[x](https://example.com)` in `List[1]`";
    const result = resultOf(about("two", { message, label: "label", related, help: "one\ntwo" }));
    expect(result?.message.text).toBe(
      "found `\\[x](https://example.com)` in `List[1]`\nhelp: one\ntwo\n[see `a\\[0\\]`](1)\nstd:std.agents: here too",
    );
    expect(result?.locations[0]?.message?.text).toBe("label");
    expect(result?.relatedLocations).toMatchObject([{ id: 1, message: { text: "see `a[0]`" } }]);
  });

  it("carries a witness in its properties, and shows it unless the help does", () => {
    const witness = { request: { subject: { type: "[User](x)" } }, shows: "it is denied" };
    const result = resultOf(about("two", { message: "m", help: "mend it", witness }));
    expect(result?.message.text).toBe(
      'm\nhelp: mend it\nexample: it is denied: {"subject":{"type":"\\[User](x)"}}',
    );
    expect(result?.properties).toEqual({ witness: witness.request });
    const silent = resultOf(about("two", { message: "m", witness: { request: {} } }));
    expect(silent).toMatchObject({ message: { text: "m" }, properties: { witness: {} } });
  });

  it("has no location in the standard library, for which GitHub would refuse the report", () => {
    const library = { path: "std:std.agents", text: "x\ny\n" };
    const run = runOf([about("one", { span: { file: library.path, start: 2, end: 3 } })], [file, library]);
    expect(run.results).toMatchObject([{ locations: [], message: { text: "std:std.agents:2:1: message" } }]);
    expect(run.artifacts).toHaveLength(1);
  });

  it("brings the text of standard input along", () => {
    const input = { path: "<stdin>", text: file.text };
    const span = { ...about("two").span, file: input.path };
    const fix = { title: "mend", edits: [{ span, text: "2" }] };
    const run = runOf([about("two", { span, fix })], [input]);
    expect(run.artifacts).toMatchObject([
      { contents: { text: file.text }, roles: ["analysisTarget", "memoryContents"] },
    ]);
    const artifactLocation = { description: { text: "standard input" }, index: 0 };
    expect(run.results).toMatchObject([
      {
        locations: [{ physicalLocation: { artifactLocation } }],
        fixes: [{ artifactChanges: [{ artifactLocation }] }],
      },
    ]);
  });

  it("says how polc was called wrongly as a notification, and that nothing was judged", () => {
    const nowhere = { file: "", start: 0, end: 0 };
    const run = runOf([about("", { code: "POL4001", span: nowhere, help: "help" })], []);
    expect(run.results).toEqual([]);
    expect(run.invocations).toEqual([
      {
        executionSuccessful: false,
        toolConfigurationNotifications: [
          {
            descriptor: { id: "POL4001", index: 0 },
            level: "error",
            message: { text: "message\nhelp: help" },
          },
        ],
      },
    ]);
    expect(run.tool.driver.notifications).toMatchObject([{ id: "POL4001", name: "no-policy-files" }]);
  });

  it("names a file whose text is not known without a region", () => {
    const run = runOf([about("", { code: "POL4003", span: { file: "b.pol", start: 0, end: 0 } })]);
    expect(run.results[0]?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: "b.pol", uriBaseId: "%SRCROOT%" } } },
    ]);
  });

  it("writes no base for a path that leaves it, and a URI for an absolute one", () => {
    const locationIn = (folder: string) =>
      runOf([], [file], (path) => `${folder}/${path}`).artifacts[0]?.location;
    expect(locationIn("./p/.")).toEqual({ uri: "p/a.pol", uriBaseId: "%SRCROOT%" });
    expect(locationIn("../p")).toEqual({ uri: "../p/a.pol" });
    expect(locationIn("/srv/p q")).toEqual({ uri: "file:///srv/p%20q/a.pol" });
  });

  it("spells out what cannot be seen in what it says, and keeps it in a snippet", () => {
    const text = "a\u202eb";
    const run = runOf(
      [about("", { message: text, span: { file: "a.pol", start: 0, end: 3 } })],
      [{ path: "a.pol", text }],
    );
    expect(run.results).toMatchObject([
      {
        message: { text: "a<U+202E>b" },
        locations: [{ physicalLocation: { region: { snippet: { text } } } }],
      },
    ]);
  });

  it("leaves out a snippet that is most of a large file", () => {
    const text = "x".repeat(2_001);
    const snippetOf = (end: number) =>
      runOf([about("", { span: { file: "a.pol", start: 0, end } })], [{ path: "a.pol", text }]).results[0]
        ?.locations[0]?.physicalLocation.region?.snippet;
    expect(snippetOf(2_000)?.text).toHaveLength(2_000);
    expect(snippetOf(2_001)).toBeUndefined();
  });

  it("marks an info as a note, and a warning as a warning", () => {
    const run = runOf([about("one", { severity: "info" }), about("two", { severity: "warning" })]);
    expect(run.results.map(({ level }) => level)).toEqual(["note", "warning"]);
  });

  it("leaves out a fix whose places it does not know", () => {
    const span = { file: "elsewhere.pol", start: 0, end: 1 };
    expect(
      resultOf(about("one", { fix: { title: "mend", edits: [{ span, text: "" }] } })),
    ).not.toHaveProperty("fixes");
  });
});

describe("fingerprints", () => {
  const policy =
    "principal User\naction a.b\n\npolicy p {\n\n  rule r\n    allow Usr to a.b\n\n  rule s\n    allow Usr to a.b\n}\n";

  function fingerprintsOf(text: string): readonly string[] {
    const { diagnostics, files } = check([{ path: "a.pol", text }]);
    const { runs } = diagnosticsToSarif(diagnostics, { files });
    return runs.flatMap(({ results }) =>
      results.map((result) => Object.values(result.partialFingerprints).join()),
    );
  }

  it("stay when lines around move, and when lines are indented or end otherwise", () => {
    const before = fingerprintsOf(policy);
    expect(before).toHaveLength(2);
    expect(fingerprintsOf(`// a comment\n\n${policy}`)).toEqual(before);
    expect(fingerprintsOf(policy.replaceAll("    ", "\t").replaceAll("\n", "\r\n"))).toEqual(before);
  });

  it("differ by what is found, and by how often", () => {
    const [first, second] = fingerprintsOf(policy);
    expect(first).not.toBe(second);
    expect(fingerprintsOf(policy.replace("Usr", "Usar"))).not.toContain(second);
    expect(fingerprintsOf(policy.replace("Usr", "Usar"))).toContain(first);
  });
});
