import { importOpenFga } from "../importers/openfga/import-openfga.js";
import { readModFile } from "../importers/openfga/read-openfga.js";
import { standardInput } from "../source/file-names.js";
import type { SourceFile } from "../source/source-file.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { joinPath } from "./load-set.js";
import { type FindingsFormat, printFindings } from "./print-findings.js";
import { readAll } from "./read-all.js";
import { hasErrors, refuse, refuseToWrite, summaryOf } from "./report.js";

/** Options of `polc import openfga`. */
export interface ImportOpenFgaCommand {
  /** A model as DSL or JSON, or an `fga.mod`; `-` for standard input. */
  readonly path: string;
  /** The policy set to write to; without one the text goes to standard output. */
  readonly out?: string;
  readonly format: FindingsFormat;
}

/**
 * `polc import openfga`: declares the types of an OpenFGA model as entities with relations. The policy text goes to standard output, or to
 * `imports/openfga.pol` in the policy set. With an error, nothing is written.
 */
export async function run({ path, out, format }: ImportOpenFgaCommand, host: CliHost): Promise<ExitCode> {
  const read = await readSources(path, host);
  if (typeof read === "number") return read;
  const { file, diagnostics } =
    read.diagnostics.length > 0 ? { ...read, file: undefined } : importOpenFga(read.sources);
  const files = read.sources;
  await printFindings(format, { diagnostics, files, displayPath: (name) => name }, host.stderr, host);
  if (format === "text")
    host.stderr.write(`${diagnostics.length > 0 ? "\n" : ""}1 model: ${summaryOf(diagnostics)}\n`);
  if (file === undefined || hasErrors(diagnostics)) return exitCode.findings;
  if (out === undefined) {
    host.stdout.write(file.text);
    return exitCode.fine;
  }
  const output = { path: joinPath(out, file.path), text: file.text };
  const problem = await host.writeFiles([output]);
  if (problem !== undefined) return refuseToWrite(host, problem);
  host.stdout.write(`${output.path}\n`);
  return exitCode.fine;
}

type ReadSources =
  | {
      readonly sources: readonly SourceFile[];
      readonly diagnostics: ReturnType<typeof importOpenFga>["diagnostics"];
    }
  | ExitCode;

/** The text of a model, or those of the modules that an `fga.mod` names. */
async function readSources(path: string, host: CliHost): Promise<ReadSources> {
  const source = await readSource(path, host);
  if (source === undefined) return unreadable(path, host);
  if (!path.endsWith(".mod")) return { sources: [source], diagnostics: [] };
  const found = readModFile(source);
  if ("diagnostics" in found) return { sources: [source], diagnostics: found.diagnostics };
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const sources: SourceFile[] = [];
  for (const file of found.files) {
    const module = await readSource(`${folder}${file}`, host);
    if (module === undefined) return unreadable(`${folder}${file}`, host);
    sources.push(module);
  }
  return { sources, diagnostics: [] };
}

async function readSource(path: string, host: CliHost): Promise<SourceFile | undefined> {
  const text = await readAll(host, path);
  return text === undefined ? undefined : { path: path === "-" ? standardInput : path, text };
}

function unreadable(path: string, host: CliHost): ExitCode {
  return refuse(host, "POL4003", `\`${path}\` cannot be read`);
}
