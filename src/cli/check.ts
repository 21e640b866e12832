import { check } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderJson } from "../diagnostics/render-json.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { loadSet } from "./load-set.js";
import { countOf, type Format, hasErrors, printDiagnostics, summaryOf } from "./report.js";

/** Options of `polc check`. */
export interface CheckCommand {
  readonly path: string;
  readonly format: Format;
  /** Warnings count as errors. */
  readonly strict: boolean;
}

/** `polc check`: what is wrong with a policy set goes to standard output, a summary of one line to standard error. */
export async function run(options: CheckCommand, host: CliHost): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
  const result = set.diagnostics.length > 0 ? undefined : check(set.files, set);
  const diagnostics = result?.diagnostics ?? set.diagnostics;
  const sources = result?.files ?? set.files;
  if (options.format === "json") {
    host.stdout.write(renderJson(diagnostics, { files: sources, displayPath: set.displayPath }));
  } else {
    printDiagnostics(host, set.isMissing ? host.stderr : host.stdout, diagnostics, sources, set.displayPath);
  }
  if (set.isMissing) return exitCode.usage;
  const rules = result?.policySet?.rules.length;
  const counted = rules === undefined ? [] : [countOf(rules, "rule")];
  const scope = [countOf(set.files.length, "file"), ...counted].join(", ");
  host.stderr.write(`${scope}: ${summaryOf(diagnostics)}\n`);
  return fails(diagnostics, options.strict) ? exitCode.findings : exitCode.fine;
}

function fails(diagnostics: readonly Diagnostic[], strict: boolean): boolean {
  return hasErrors(diagnostics) || (strict && diagnostics.some(({ severity }) => severity === "warning"));
}
