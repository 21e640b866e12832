import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { compareTools } from "../../importers/compare-tools.js";
import type { LockedImport, LockFile } from "../../importers/lock-file.js";
import { importTools } from "../../importers/mcp/import-tools.js";
import { lockTools } from "../../importers/mcp/lock-tools.js";
import type { ToolList } from "../../importers/mcp/tool-list.js";
import { reportChanges } from "../../importers/report-changes.js";
import type { SourceFile } from "../../source/source-file.js";
import { canonicalJson } from "../../util/canonical-json.js";
import type { CliHost } from "../cli-host.js";
import { type ExitCode, exitCode } from "../exit-code.js";
import type { ImportCommand } from "../import.js";
import { joinPath } from "../load-set.js";
import { printFindings } from "../print-findings.js";
import { countOf, hasErrors, printDiagnostics, refuse } from "../report.js";
import { findLock, recordedSource, sourceFrom } from "./lock-on-disk.js";
import { printChanges } from "./print-changes.js";
import { type ReadServer, readServers, type WantedServer } from "./read-servers.js";
import { sourcesOf } from "./sources-of.js";

/**
 * `polc import mcp --check`: asks the servers again, those named or else all in the lock file, and holds their tools against it. Writes
 * nothing; each tool that changed is an error, and is shown as the change of the imported file.
 */
export async function checkImports(options: ImportCommand, root: string, host: CliHost): Promise<ExitCode> {
  const { lock, diagnostic, file } = await findLock(root, host);
  if (diagnostic !== undefined) {
    printDiagnostics(host, host.stderr, [diagnostic], [file]);
    return exitCode.usage;
  }
  if (lock === undefined) {
    return refuse(
      host,
      "POL4021",
      `there is no \`${file.path}\``,
      "import the servers first, without `--check`",
    );
  }
  const wanted = wantedServers(options, lock, root);
  if (wanted.length === 0) host.stderr.write("nothing is imported\n");
  const servers = await readServers(wanted, options.timeout, host);
  if (typeof servers === "number") return servers;
  const outcomes: Outcome[] = [];
  for (const server of servers) outcomes.push(await compare(server, lock, root, host));
  return report(options, outcomes, host);
}

function wantedServers(options: ImportCommand, { imports }: LockFile, root: string): readonly WantedServer[] {
  const sources = sourcesOf(options);
  if (sources.length > 0) {
    const known = new Map(imports.map((locked) => [canonicalJson(locked.source), locked]));
    return sources.map((source) => {
      const locked = known.get(canonicalJson(recordedSource(source, root)));
      return {
        source,
        name: options.as ?? locked?.server,
        untrusted: locked?.untrusted ?? options.untrusted,
      };
    });
  }
  return imports.map(({ source, server, untrusted = false }) => ({
    source: sourceFrom(source, root),
    name: server,
    untrusted,
  }));
}

/** What became of one server. */
interface Outcome {
  /** In one line. */
  readonly summary: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What the diagnostics point into. */
  readonly files: readonly SourceFile[];
  /** The change of the imported file, for people; empty if no tool changed. */
  readonly difference: string;
}

async function compare(read: ReadServer, lock: LockFile, root: string, host: CliHost): Promise<Outcome> {
  const { list, text, source } = read;
  if (list === undefined) {
    const summary = `${text.path}: no list of tools`;
    return { summary, diagnostics: read.diagnostics, files: [text], difference: "" };
  }
  const imported = importTools([list]);
  const [file = { path: "", text: "" }] = imported.files;
  const now = lockTools(list, file, source);
  const before = lock.imports.find((entry) => entry.file === now.file);
  const onDisk = { path: joinPath(root, now.file), text: (await host.readBeside(root, now.file)) ?? "" };
  const changes = reportChanges(list.server, compareTools(before?.tools ?? [], now.tools), onDisk);
  const errors = [...read.diagnostics, ...imported.diagnostics].filter(isAlarming(changes.length > 0));
  return {
    summary: summaryOf(list, changes.length),
    diagnostics: [...changes, ...errors],
    files: [onDisk, text],
    difference: changes.length === 0 ? "" : differenceOf(before, onDisk, file),
  };
}

function summaryOf({ server, tools }: ToolList, changes: number): string {
  const state = changes === 0 ? "unchanged" : `${changes} changed; review it, and import it again`;
  return `${server}: ${countOf(tools.length, "tool")}, ${state}`;
}

/** What was said when the server was imported is not said again; but for what a change may have brought in to speak to a model. */
function isAlarming(changed: boolean): (diagnostic: Diagnostic) => boolean {
  const alarms = new Set(changed ? ["POL4012", "POL4013"] : []);
  return ({ code, severity }) => severity === "error" || alarms.has(code);
}

function differenceOf(before: LockedImport | undefined, onDisk: SourceFile, now: SourceFile): string {
  if (before === undefined) return "";
  const difference = printChanges(onDisk.text, now.text);
  return difference === "" ? "" : `\n${onDisk.path}\n${difference}`;
}

async function report(
  { format }: ImportCommand,
  outcomes: readonly Outcome[],
  host: CliHost,
): Promise<ExitCode> {
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  const files = outcomes.flatMap((outcome) => outcome.files);
  await printFindings(format, { diagnostics, files, displayPath: (file) => file }, host.stdout, host);
  if (format === "text") {
    for (const { difference } of outcomes) host.stdout.write(difference);
    for (const { summary } of outcomes) host.stderr.write(`${summary}\n`);
  }
  return hasErrors(diagnostics) ? exitCode.findings : exitCode.fine;
}
