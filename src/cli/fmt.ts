import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { SourceFile } from "../source/source-file.js";
import { emptySpan } from "../source/span.js";
import { format } from "../syntax/format.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import { countOf, printDiagnostics } from "./report.js";

/** Options of `polc fmt`. */
export interface FmtCommand {
  readonly path: string;
  /** Only tell which files would change. */
  readonly check: boolean;
}

/**
 * `polc fmt`: rewrites the files of a policy set in the one layout there is. A file with a syntax error is left alone and
 * reported; for `-`, what comes in goes out formatted.
 */
export async function run(options: FmtCommand, host: CliHost): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
  if (set.diagnostics.length > 0) {
    printDiagnostics(host, host.stderr, set.diagnostics, set.files, set.displayPath);
    return set.isMissing ? exitCode.usage : exitCode.findings;
  }
  const results = set.files.map((file) => ({ file, ...format(file) }));
  const diagnostics = results.flatMap((result) => result.diagnostics);
  printDiagnostics(host, host.stderr, diagnostics, set.files, set.displayPath);
  const changed = results
    .filter((result) => result.diagnostics.length === 0 && result.text !== result.file.text)
    .map(({ file, text }) => ({ path: file.path, text }));
  const code = options.check
    ? list(changed, set, host)
    : await write(changed, results, options.path, set, host);
  return diagnostics.length > 0 ? exitCode.findings : code;
}

function list(changed: readonly SourceFile[], set: LoadedSet, host: CliHost): ExitCode {
  for (const { path } of changed) host.stdout.write(`${set.displayPath(path)}\n`);
  const verb = changed.length === 1 ? "is" : "are";
  if (changed.length > 0) host.stderr.write(`${countOf(changed.length, "file")} ${verb} not formatted\n`);
  return changed.length > 0 ? exitCode.findings : exitCode.fine;
}

async function write(
  changed: readonly SourceFile[],
  results: readonly { readonly text: string }[],
  path: string,
  set: LoadedSet,
  host: CliHost,
): Promise<ExitCode> {
  if (path === "-") {
    host.stdout.write(results.map(({ text }) => text).join(""));
    return exitCode.fine;
  }
  const problem = await host.writeFiles(
    changed.map((file) => ({ path: set.displayPath(file.path), text: file.text })),
  );
  if (problem !== undefined) {
    const message = `\`${problem.path}\` cannot be written: ${problem.reason}`;
    printDiagnostics(host, host.stderr, [createDiagnostic("POL4005", emptySpan(), message)], []);
    return exitCode.usage;
  }
  for (const file of changed) host.stdout.write(`${set.displayPath(file.path)}\n`);
  return exitCode.fine;
}
