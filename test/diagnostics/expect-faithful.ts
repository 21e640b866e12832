import { expect } from "vitest";
import type { Diagnostic, Fix } from "../../src/diagnostics/diagnostic.js";
import { visibleText } from "../../src/diagnostics/display-line.js";
import { renderSarif } from "../../src/diagnostics/render-sarif.js";
import type { RenderOptions } from "../../src/diagnostics/render-text.js";
import type { SarifFix, SarifLocation, SarifResult, SarifRun } from "../../src/diagnostics/sarif.js";
import { isOnDisk } from "../../src/source/file-names.js";
import type { SourceFile } from "../../src/source/source-file.js";
import type { Span } from "../../src/source/span.js";
import { fixedBy, runIn, schemaProblems, textIn } from "./sarif-reader.js";

/**
 * Holds the SARIF report of `diagnostics`, all of which have a place in a file, against the official schema and against the
 * diagnostics: what a reader of the standard finds at the report's places is what stands at the spans, and a fix read from it makes the
 * text that the diagnostic's fix makes.
 */
export function expectFaithful(diagnostics: readonly Diagnostic[], { files }: RenderOptions): void {
  const sources = [...files];
  const report = renderSarif(diagnostics, { files: sources });
  expect(schemaProblems(report)).toEqual([]);
  const run = runIn(report);
  const reader = readerOf(run, sources);
  expect(run.results.map(({ ruleId }) => ruleId)).toEqual(diagnostics.map(({ code }) => code));
  for (const [index, diagnostic] of diagnostics.entries()) {
    const result = run.results[index];
    if (result !== undefined) expectResult(result, diagnostic, run, reader);
  }
  const names = run.results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  expect(new Set(names).size, "each fingerprint once").toBe(names.length);
}

interface Reader {
  /** File and text of a place, as the report tells them. */
  read(location: SarifLocation): readonly (string | undefined)[];
  /** What stands at a span. */
  standsAt(span: Span): readonly string[];
  /** The texts after a fix, by file. */
  fixedByReport(fix: SarifFix): readonly SourceFile[];
  fixedByEdits(fix: Fix): readonly SourceFile[];
}

function readerOf(run: SarifRun, sources: readonly SourceFile[]): Reader {
  const own = sources.filter(({ path }) => isOnDisk(path));
  const texts = new Map(
    own.map(({ path, text }, index) => [run.artifacts[index]?.location.uri ?? path, text]),
  );
  return {
    read: ({ physicalLocation: { artifactLocation, region } }) => {
      const text = texts.get(artifactLocation.uri ?? "") ?? "";
      return [
        decodeURIComponent(artifactLocation.uri ?? ""),
        region && textIn(text, region, run),
        region?.snippet?.text ?? "",
      ];
    },
    standsAt: ({ file, start, end }) => {
      const text = own.find(({ path }) => path === file)?.text.slice(start, end) ?? "";
      return [file, text, text];
    },
    fixedByReport: (fix) =>
      [...fixedBy(fix, texts, run)].map(([uri, text]) => ({ path: decodeURIComponent(uri), text })),
    fixedByEdits: (fix) => own.map((file) => edited(file, fix)),
  };
}

/** From the end to the start, so that no edit moves the place of another. */
function edited({ path, text }: SourceFile, { edits }: Fix): SourceFile {
  const own = edits.filter(({ span }) => span.file === path).sort((a, b) => b.span.start - a.span.start);
  const replace = (rest: string, { span, text: replacement }: Fix["edits"][number]) =>
    rest.slice(0, span.start) + replacement + rest.slice(span.end);
  return { path, text: own.reduce(replace, text) };
}

function expectResult(result: SarifResult, diagnostic: Diagnostic, run: SarifRun, reader: Reader): void {
  const { span, related = [], fix, message } = diagnostic;
  expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(diagnostic.code);
  expect(result.message.text.replaceAll("\\[", "[")).toContain(visibleText(message));
  expect(result.locations.map(reader.read)).toEqual([reader.standsAt(span)]);
  const elsewhere = related.filter((place) => isOnDisk(place.span.file));
  expect((result.relatedLocations ?? []).map(reader.read)).toEqual(
    elsewhere.map((place) => reader.standsAt(place.span)),
  );
  expect((result.fixes ?? []).map(reader.fixedByReport)).toEqual(
    fix === undefined ? [] : [reader.fixedByEdits(fix)],
  );
}
