import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { type ImportedTools, importTools } from "../importers/mcp/import-tools.js";
import { lockTools } from "../importers/mcp/lock-tools.js";
import { serverName } from "../importers/mcp/server-name.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { joinPath } from "./load-set.js";
import { checkImports } from "./mcp/check-imports.js";
import { findLock, lockTextWith, recordedSource } from "./mcp/lock-on-disk.js";
import { type ReadServer, readServers } from "./mcp/read-servers.js";
import { type NamedSources, sourcesOf } from "./mcp/sources-of.js";
import { type FindingsFormat, printFindings } from "./print-findings.js";
import { countOf, hasErrors, printDiagnostics, refuse, refuseToWrite, summaryOf } from "./report.js";

/** Options of `polc import mcp`. */
export interface ImportCommand extends NamedSources {
  /** What to call the server, if there is one only. */
  readonly as?: string;
  /** The policy set to write to; without one the text goes to standard output. */
  readonly out?: string;
  readonly format: FindingsFormat;
  /** The servers' annotations are not believed. */
  readonly untrusted: boolean;
  /** Compare with what was imported, and write nothing. */
  readonly check: boolean;
  /** How long a server may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * `polc import mcp`: declares the tools of servers as actions. The policy text goes to standard output, or to `imports/` in the policy set;
 * what there is to say of it goes to standard error. With an error, nothing is written.
 */
export async function run(options: ImportCommand, host: CliHost): Promise<ExitCode> {
  const misuse = misuseOf(options);
  if (misuse !== undefined) return refuse(host, "POL4018", misuse);
  const { as, out, untrusted } = options;
  if (options.check && out !== undefined) return checkImports(options, out, host);
  const wanted = sourcesOf(options).map((source) => ({ source, name: as, untrusted }));
  const lists = await readServers(wanted, options.timeout, host);
  if (typeof lists === "number") return lists;
  const imported = importTools(lists.flatMap(({ list }) => list ?? []));
  const diagnostics = [...lists.flatMap((list) => list.diagnostics), ...imported.diagnostics];
  await report(options, diagnostics, lists, host);
  if (hasErrors(diagnostics)) return exitCode.findings;
  return out === undefined ? print(imported, host) : write(imported, lists, out, host);
}

function misuseOf(options: ImportCommand): string | undefined {
  const { http, header, as, out, check } = options;
  const sources = sourcesOf(options);
  if (header.length > 0 && http.length !== 1) return "`--header` is for one server: name it with `--http`";
  if (check && out === undefined) return "`--check` needs the policy set that was imported to: `-o POLICIES`";
  if (sources.length === 0 && !check) return "there is nothing to import: name a file with a list of tools";
  if (as === undefined) return undefined;
  if (sources.length > 1) return "`--as` names one server, and there are several to import";
  return serverName(as) === as
    ? undefined
    : `\`${as}\` cannot be the first word of an action: take \`${serverName(as)}\``;
}

async function report(
  { format }: ImportCommand,
  diagnostics: readonly Diagnostic[],
  lists: readonly ReadServer[],
  host: CliHost,
): Promise<void> {
  const files = lists.map(({ text }) => text);
  await printFindings(format, { diagnostics, files, displayPath: (file) => file }, host.stderr, host);
  if (format !== "text") return;
  const tools = lists.reduce((count, { list }) => count + (list?.tools.length ?? 0), 0);
  const scope = `${countOf(lists.length, "server")}, ${countOf(tools, "tool")}`;
  host.stderr.write(`${diagnostics.length > 0 ? "\n" : ""}${scope}: ${summaryOf(diagnostics)}\n`);
}

function print({ files }: ImportedTools, host: CliHost): ExitCode {
  host.stdout.write(files.map(({ text }) => text).join("\n"));
  return exitCode.fine;
}

/** Writes the files and the lock file that remembers where they are from, all or none. */
async function write(
  { files }: ImportedTools,
  lists: readonly ReadServer[],
  root: string,
  host: CliHost,
): Promise<ExitCode> {
  const { lock, diagnostic, file } = await findLock(root, host);
  if (diagnostic !== undefined) {
    printDiagnostics(host, host.stderr, [diagnostic], [file]);
    return exitCode.usage;
  }
  const locked = lists.flatMap(({ list, source }, index) => {
    const written = files[index];
    return list && written ? [lockTools(list, written, recordedSource(source, root))] : [];
  });
  const outputs = [
    ...files.map(({ path, text }) => ({ path: joinPath(root, path), text })),
    { path: file.path, text: lockTextWith(lock, locked) },
  ];
  const problem = await host.writeFiles(outputs);
  if (problem !== undefined) return refuseToWrite(host, problem);
  host.stdout.write(outputs.map(({ path }) => `${path}\n`).join(""));
  return exitCode.fine;
}
