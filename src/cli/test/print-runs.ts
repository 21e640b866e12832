import { indexFile } from "../../diagnostics/code-frame.js";
import { painter } from "../../diagnostics/paint.js";
import { renderGithub } from "../../diagnostics/render-github.js";
import { locationOf } from "../../diagnostics/render-text.js";
import { failureLines } from "../../testing/failure-lines.js";
import { renderJunitOfRuns } from "../../testing/render-junit.js";
import { renderLawAnnotations } from "../../testing/render-law-annotations.js";
import { renderTestAnnotations } from "../../testing/render-test-annotations.js";
import { assertNever } from "../../util/invariant.js";
import type { CliHost } from "../cli-host.js";
import { usesColor } from "../report.js";
import { indented, lawLines } from "./law-lines.js";
import type { SetRun } from "./run-set.js";

/** How `polc test` prints results: for people, for programs, as annotations of GitHub Actions, for CI systems. */
export type TestFormat = "text" | "json" | "github" | "junit";

/** What `polc test` reports on standard output. Errors of policies are for people and programs on standard error alone. */
export function printRuns(format: TestFormat, runs: readonly SetRun[], host: CliHost): string {
  switch (format) {
    case "text":
      return runs.map((run) => printForPeople(run, runs.length > 1, usesColor(host, host.stdout))).join("");
    case "json":
      return printJson(runs);
    case "github":
      return runs.map(printAnnotations).join("");
    case "junit":
      return renderJunitOfRuns(
        runs.map(({ path, results, laws, findings: { diagnostics, ...options } }) => ({
          results,
          ...(laws && { laws: { ...laws, suite: path } }),
          errors: diagnostics,
          options,
        })),
      );
    default:
      return assertNever(format);
  }
}

function printForPeople(run: SetRun, isOneOfMany: boolean, color: boolean): string {
  const lines = [...testLines(run, color), ...(run.laws ? lawLines(run.laws, run.path, color) : [])];
  const heading = isOneOfMany && lines.length > 0 ? [run.path] : [];
  return [...heading, ...lines].map((line) => `${line}\n`).join("");
}

function testLines({ results, findings: { files, displayPath } }: SetRun, color: boolean): readonly string[] {
  const paint = painter(color);
  const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
  return results.flatMap((result) => {
    if (result.passed) return [`${paint("good", "✓")} ${result.name}`];
    const place = locationOf({ files: indexed, displayPath }, result.span);
    return [`${paint("error", "✗")} ${result.name}  ${place}`, ...failureLines(result, files).map(indented)];
  });
}

function printJson(runs: readonly SetRun[]): string {
  if (runs.every(({ exitCode }) => exitCode !== 0)) return "";
  const tests = runs.flatMap(({ results, findings: { files, displayPath } }) => {
    const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
    return results.map((result) => ({
      ...result,
      place: locationOf({ files: indexed, displayPath }, result.span),
    }));
  });
  const laws = runs.flatMap(({ path, laws }) => (laws ? [{ policies: path, ...laws }] : []));
  return `${JSON.stringify({ tests, laws }, undefined, 2)}\n`;
}

function printAnnotations({ path, results, laws, findings: { diagnostics, ...options } }: SetRun): string {
  const tests = renderGithub(diagnostics, options) + renderTestAnnotations(results, options);
  return tests + renderLawAnnotations(path, laws?.outcomes ?? []);
}
