import { indexFile } from "../diagnostics/code-frame.js";
import { painter } from "../diagnostics/paint.js";
import { renderGithub } from "../diagnostics/render-github.js";
import { locationOf } from "../diagnostics/render-text.js";
import { failureLines } from "../testing/failure-lines.js";
import { renderJunit } from "../testing/render-junit.js";
import { renderTestAnnotations } from "../testing/render-test-annotations.js";
import { runTests, type TestResult } from "../testing/test-runner.js";
import { assertNever } from "../util/invariant.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { Findings } from "./print-findings.js";
import { usesColor } from "./report.js";

/** How `polc test` prints results: for people, for programs, as annotations of GitHub Actions, for CI systems. */
export type TestFormat = "text" | "json" | "github" | "junit";

/** Options of `polc test`. */
export interface TestCommand {
  readonly path: string;
  readonly format: TestFormat;
}

/** `polc test`: each test with, where it failed, what was expected and what was decided; then how many passed. */
export async function run({ path, format }: TestCommand, host: CliHost): Promise<ExitCode> {
  const checked = await checkedSet(host, path);
  if (checked.policySet === undefined) {
    host.stdout.write(renderNotRun(format, checked.findings));
    return checked.exitCode;
  }
  const results = runTests(checked.policySet);
  const failed = results.filter(({ passed }) => !passed).length;
  host.stdout.write(renderResults(format, results, checked.findings, usesColor(host, host.stdout)));
  host.stderr.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? exitCode.findings : exitCode.fine;
}

/** What a report has to say of a policy set with errors; people and programs are told on standard error. */
function renderNotRun(format: TestFormat, { diagnostics, ...options }: Findings): string {
  switch (format) {
    case "text":
    case "json":
      return "";
    case "github":
      return renderGithub(diagnostics, options);
    case "junit":
      return renderJunit({ results: [], errors: diagnostics }, options);
    default:
      return assertNever(format);
  }
}

function renderResults(
  format: TestFormat,
  results: readonly TestResult[],
  findings: Findings,
  color: boolean,
): string {
  switch (format) {
    case "text":
      return renderForPeople(results, findings, color);
    case "json":
      return `${JSON.stringify({ tests: results }, undefined, 2)}\n`;
    case "github":
      return renderTestAnnotations(results, findings);
    case "junit":
      return renderJunit({ results, errors: [] }, findings);
    default:
      return assertNever(format);
  }
}

function renderForPeople(
  results: readonly TestResult[],
  { files, displayPath }: Findings,
  color: boolean,
): string {
  const paint = painter(color);
  const indexed = new Map(files.map((file) => [file.path, indexFile(file)]));
  return results
    .flatMap((result) => {
      if (result.passed) return [`${paint("good", "✓")} ${result.name}`];
      const place = locationOf({ files: indexed, displayPath }, result.span);
      const lines = failureLines(result).map((line) => `    ${line}`);
      return [`${paint("error", "✗")} ${result.name}  ${place}`, ...lines];
    })
    .map((line) => `${line}\n`)
    .join("");
}
