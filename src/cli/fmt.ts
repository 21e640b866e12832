import type { SourceFile } from "../source/source-file.js";
import { type FormatResult, format } from "../syntax/format.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import { countOf, printDiagnostics, refuseToWrite } from "./report.js";

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
  const results: readonly Formatted[] = set.files.map((file) => ({ file, ...format(file) }));
  const diagnostics = results.flatMap((result) => result.diagnostics);
  printDiagnostics(host, host.stderr, diagnostics, set.files, set.displayPath);
  const code = await finish(options, results, set, host);
  return diagnostics.length > 0 ? exitCode.findings : code;
}

interface Formatted extends FormatResult {
  readonly file: SourceFile;
}

async function finish(
  { path, check }: FmtCommand,
  results: readonly Formatted[],
  set: LoadedSet,
  host: CliHost,
): Promise<ExitCode> {
  const whole = results.filter(({ diagnostics }) => diagnostics.length === 0);
  const changed = whole.filter(({ file, text }) => text !== file.text);
  if (check) return list(changed, set, host);
  if (path !== "-") return write(changed, set, host);
  for (const { text } of whole) host.stdout.write(text);
  return exitCode.fine;
}

function list(changed: readonly Formatted[], set: LoadedSet, host: CliHost): ExitCode {
  for (const { file } of changed) host.stdout.write(`${set.displayPath(file.path)}\n`);
  const verb = changed.length === 1 ? "is" : "are";
  if (changed.length > 0) host.stderr.write(`${countOf(changed.length, "file")} ${verb} not formatted\n`);
  return changed.length > 0 ? exitCode.findings : exitCode.fine;
}

async function write(changed: readonly Formatted[], set: LoadedSet, host: CliHost): Promise<ExitCode> {
  const files = changed.map(({ file, text }) => ({ path: set.displayPath(file.path), text }));
  const problem = await host.writeFiles(files);
  if (problem !== undefined) return refuseToWrite(host, problem);
  for (const { path } of files) host.stdout.write(`${path}\n`);
  return exitCode.fine;
}
