import { annotationPlace, renderAnnotation } from "../diagnostics/annotation.js";
import { indexFile } from "../diagnostics/code-frame.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { type FormatResult, format } from "../syntax/format.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { type LoadedSet, loadSet } from "./load-set.js";
import { type FindingsFormat, printFindings } from "./print-findings.js";
import { countOf, refuseToWrite } from "./report.js";

/** How `polc fmt` prints findings: for people, as annotations of GitHub Actions. */
export type FmtFormat = Extract<FindingsFormat, "text" | "github">;

/** Options of `polc fmt`. */
export interface FmtCommand {
  readonly path: string;
  /** Only tell which files would change. */
  readonly check: boolean;
  readonly format: FmtFormat;
}

/**
 * `polc fmt`: rewrites the files of a policy set in the one layout there is. A file with a syntax error is left alone and
 * reported; for `-`, what comes in goes out formatted.
 */
export async function run(options: FmtCommand, host: CliHost): Promise<ExitCode> {
  const set = await loadSet(host, options.path);
  if (set.diagnostics.length > 0) {
    await report(options.format, set.diagnostics, set, host);
    return set.isMissing ? exitCode.usage : exitCode.findings;
  }
  const results: readonly Formatted[] = set.files.map((file) => ({ file, ...format(file) }));
  const diagnostics = results.flatMap((result) => result.diagnostics);
  await report(options.format, diagnostics, set, host);
  const code = await finish(options, results, set, host);
  return diagnostics.length > 0 ? exitCode.findings : code;
}

/** Annotations are read from standard output. There, names of files or a formatted text disturb nobody. */
async function report(
  format: FmtFormat,
  diagnostics: readonly Diagnostic[],
  set: LoadedSet,
  host: CliHost,
): Promise<void> {
  const output = format === "github" ? host.stdout : host.stderr;
  await printFindings(format, { ...set, diagnostics }, output, host);
}

interface Formatted extends FormatResult {
  readonly file: SourceFile;
}

async function finish(
  { path, check, format }: FmtCommand,
  results: readonly Formatted[],
  set: LoadedSet,
  host: CliHost,
): Promise<ExitCode> {
  const whole = results.filter(({ diagnostics }) => diagnostics.length === 0);
  const changed = whole.filter(({ file, text }) => text !== file.text);
  if (check) return list(changed, format, set, host);
  if (path !== "-") return write(changed, set, host);
  for (const { text } of whole) host.stdout.write(text);
  return exitCode.fine;
}

function list(
  changed: readonly Formatted[],
  format: FmtFormat,
  { displayPath }: LoadedSet,
  host: CliHost,
): ExitCode {
  for (const formatted of changed) {
    const line = `${displayPath(formatted.file.path)}\n`;
    host.stdout.write(format === "github" ? annotation(formatted, displayPath) : line);
  }
  const verb = changed.length === 1 ? "is" : "are";
  if (changed.length > 0) host.stderr.write(`${countOf(changed.length, "file")} ${verb} not formatted\n`);
  return changed.length > 0 ? exitCode.findings : exitCode.fine;
}

/** At the first place that would change. */
function annotation({ file, text }: Formatted, displayPath: (file: string) => string): string {
  const start = firstDifference(file.text, text);
  const files = new Map([[file.path, indexFile(file)]]);
  const place = annotationPlace({ file: file.path, start, end: start }, files, displayPath);
  const message = `${displayPath(file.path)} is not formatted\nhelp: run \`polc fmt\``;
  return renderAnnotation({
    severity: "error",
    title: "polc fmt",
    message,
    ...(place === undefined ? {} : { place }),
  });
}

function firstDifference(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index++;
  return index;
}

async function write(changed: readonly Formatted[], set: LoadedSet, host: CliHost): Promise<ExitCode> {
  const files = changed.map(({ file, text }) => ({ path: set.displayPath(file.path), text }));
  const problem = await host.writeFiles(files);
  if (problem !== undefined) return refuseToWrite(host, problem);
  for (const { path } of files) host.stdout.write(`${path}\n`);
  return exitCode.fine;
}
