import { createDiagnostic, type DiagnosticCode } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { renderText } from "../diagnostics/render-text.js";
import type { WriteProblem } from "../disk/write-files.js";
import type { SourceFile } from "../source/source-file.js";
import { emptySpan } from "../source/span.js";
import type { CliHost, Output } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";

/** Whether to colour `output`: `NO_COLOR` and `FORCE_COLOR` first, then whether a person reads. */
export function usesColor(host: CliHost, output: Output): boolean {
  if (isSet(host.env.NO_COLOR)) return false;
  const forced = host.env.FORCE_COLOR;
  if (isSet(forced)) return forced !== "0";
  return output.isTerminal && host.env.TERM !== "dumb";
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** Prints `diagnostics` as text, if there are any. */
export function printDiagnostics(
  host: CliHost,
  output: Output,
  diagnostics: readonly Diagnostic[],
  files: Iterable<SourceFile>,
  displayPath: (file: string) => string = (file) => file,
): void {
  if (diagnostics.length === 0) return;
  output.write(renderText(diagnostics, { files, displayPath, color: usesColor(host, output) }));
}

/** Says why a command cannot do its work, and ends it. */
export function refuse(host: CliHost, code: DiagnosticCode, message: string, help?: string): ExitCode {
  const diagnostic = createDiagnostic(code, emptySpan(), message, help === undefined ? {} : { help });
  printDiagnostics(host, host.stderr, [diagnostic], []);
  return exitCode.usage;
}

/** {@link refuse} for a file that was not written. */
export function refuseToWrite(host: CliHost, { path, reason }: WriteProblem, help?: string): ExitCode {
  return refuse(host, "POL4005", `\`${path}\` is not written: ${reason}`, help);
}

/** `3 files`, `1 rule`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2 errors, 1 warning`, or `no problems`. */
export function summaryOf(diagnostics: readonly Diagnostic[]): string {
  const parts = (["error", "warning", "info"] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [countOf(count, severity === "info" ? "note" : severity)];
  });
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

/** Whether one of `diagnostics` stops a build. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
