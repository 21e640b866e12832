import type { PolicySet } from "../check/typed-policy-set.js";
import { check } from "../compiler.js";
import { lineStarts, positionAt, type SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { loadSet } from "./load-set.js";
import { hasErrors, printDiagnostics } from "./report.js";

/** A policy set that can be run, or how the command ends without one. */
export type CheckedSet =
  | { readonly policySet: PolicySet; readonly positionOf: (span: Span) => string }
  | { readonly policySet?: undefined; readonly exitCode: ExitCode };

/**
 * The policy set at `path`, checked, for a command that runs it. Its errors go to standard error, and then there is none; warnings
 * are `polc check`'s to tell.
 */
export async function checkedSet(host: CliHost, path: string): Promise<CheckedSet> {
  const set = await loadSet(host, path);
  const result = set.diagnostics.length > 0 ? undefined : check(set.files, set);
  const diagnostics = result?.diagnostics ?? set.diagnostics;
  if (result?.policySet !== undefined && !hasErrors(diagnostics)) {
    return {
      policySet: result.policySet,
      positionOf: (span) => positionOf(set.files, set.displayPath, span),
    };
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  printDiagnostics(host, host.stderr, errors, result?.files ?? set.files, set.displayPath);
  return { exitCode: set.isMissing ? exitCode.usage : exitCode.findings };
}

function positionOf(
  files: readonly SourceFile[],
  displayPath: (file: string) => string,
  { file, start }: Span,
): string {
  const text = files.find(({ path }) => path === file)?.text ?? "";
  const { line, column } = positionAt(lineStarts(text), start);
  return `${displayPath(file)}:${line}:${column}`;
}
