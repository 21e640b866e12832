import type { CliHost } from "../cli-host.js";
import type { CoverageContext } from "../coverage/coverage-context.js";
import { type CoverageFormat, coverageOutputs } from "../coverage/coverage-outputs.js";
import { belowMinimum, type Minimum } from "../coverage/minimum.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import { printDiagnostics, refuseToWrite, usesColor } from "../report.js";
import type { TestFormat } from "./print-runs.js";

/** How coverage is told, and how much there has to be. */
export interface CoverageOptions {
  readonly formats: readonly CoverageFormat[];
  /** Where files are written. */
  readonly directory: string;
  readonly minimum?: Minimum;
}

/**
 * Prints and writes what tests show of policy sets, and says whether it is enough. A report on standard output that is for programs stays
 * whole: then text goes to standard error.
 */
export async function reportCoverage(
  contexts: readonly CoverageContext[],
  { formats, directory, minimum = {} }: CoverageOptions,
  format: TestFormat,
  host: CliHost,
): Promise<ExitCode> {
  const output = format === "text" ? host.stdout : host.stderr;
  const { printed, files } = coverageOutputs(formats, directory, contexts, usesColor(host, output));
  const problem = files.length > 0 ? await host.writeFiles(files) : undefined;
  if (problem !== undefined) return refuseToWrite(host, problem);
  const written = files.map(({ path }) => `${path}\n`).join("");
  if (printed + written !== "") output.write(`\n${printed}${written}`);
  const missing = contexts.flatMap(({ report }) => belowMinimum(report.tests, minimum));
  printDiagnostics(host, host.stderr, missing, []);
  return missing.length > 0 ? exitCode.findings : exitCode.fine;
}
