import type { PolicySet } from "../check/typed-policy-set.js";
import { check } from "../compiler.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import type { Findings } from "./print-findings.js";
import { hasErrors, printDiagnostics } from "./report.js";

/** A policy set that can be run, or how the command ends without one. */
export type CheckedSet =
  | { readonly policySet: PolicySet; readonly findings: Findings; readonly set: LoadedSet }
  | { readonly policySet?: undefined; readonly findings: Findings; readonly exitCode: ExitCode };

/**
 * The policy set at `path`, checked, for a command that runs it. Its errors go to standard error, and then there is none; warnings
 * are `polc check`'s to tell, and not among the findings.
 */
export async function checkedSet(host: CliHost, path: string): Promise<CheckedSet> {
  const set = await loadSet(host, path);
  const result = set.diagnostics.length > 0 ? undefined : check(set.files, set);
  const diagnostics = result?.diagnostics ?? set.diagnostics;
  const files = result?.files ?? set.files;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const findings = { diagnostics: errors, files, displayPath: set.displayPath };
  if (result?.policySet !== undefined && !hasErrors(diagnostics))
    return { policySet: result.policySet, findings, set };
  printDiagnostics(host, host.stderr, errors, files, set.displayPath);
  return { findings, exitCode: set.isMissing ? exitCode.usage : exitCode.findings };
}
