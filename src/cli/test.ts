import { painter } from "../diagnostics/paint.js";
import { decisionDetails } from "../testing/describe-decision.js";
import { runTests, type TestResult } from "../testing/test-runner.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type Format, usesColor } from "./report.js";

/** Options of `polc test`. */
export interface TestCommand {
  readonly path: string;
  readonly format: Format;
}

/** `polc test`: each test with, where it failed, what was expected and what was decided; then how many passed. */
export async function run({ path, format }: TestCommand, host: CliHost): Promise<ExitCode> {
  const checked = await checkedSet(host, path);
  if (checked.policySet === undefined) return checked.exitCode;
  const results = runTests(checked.policySet);
  const failed = results.filter(({ passed }) => !passed).length;
  if (format === "json") host.stdout.write(`${JSON.stringify({ tests: results }, undefined, 2)}\n`);
  else host.stdout.write(renderResults(results, usesColor(host, host.stdout), checked.positionOf));
  host.stderr.write(`${results.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? exitCode.findings : exitCode.fine;
}

function renderResults(
  results: readonly TestResult[],
  color: boolean,
  positionOf: (span: TestResult["span"]) => string,
): string {
  const paint = painter(color);
  return results
    .flatMap((result) => {
      if (result.passed) return [`${paint("good", "✓")} ${result.name}`];
      return [`${paint("error", "✗")} ${result.name}  ${positionOf(result.span)}`, ...failureLines(result)];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function failureLines({ expected, actual, decision }: TestResult): readonly string[] {
  return [
    `    expected  ${expected}`,
    `    decided   ${actual}`,
    ...decisionDetails(decision).map((line) => `    ${line}`),
  ];
}
