import { type LoadedFiles, loadPolicySet } from "../compiler.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import { isLibraryFile, standardInput } from "../source/file-names.js";
import type { CliHost } from "./cli-host.js";
import { readAll } from "./read-all.js";

/** The policy set that a command was given. */
export interface LoadedSet extends LoadedFiles {
  /** Whether there is no policy at all: wrong usage rather than a wrong policy. */
  readonly isMissing: boolean;
  /** A file's path as one would write it where the command was started. */
  readonly displayPath: (file: string) => string;
}

/** Reads the policy set at `path`: a directory, one file, or standard input for `-`. */
export async function loadSet(host: CliHost, path: string): Promise<LoadedSet> {
  if (path === "-") return loadStandardInput(host);
  const loaded = await loadPolicySet(host, path);
  const kind = await host.kindOf(path);
  const pathOf = (file: string) => (kind === "file" ? path : joinPath(path, file));
  const isMissing = loaded.diagnostics.some(({ code }) => code === "POL4001");
  return { ...loaded, isMissing, displayPath: (file) => (isLibraryFile(file) ? file : pathOf(file)) };
}

async function loadStandardInput(host: CliHost): Promise<LoadedSet> {
  const text = await readAll(host, "-");
  const span = { file: standardInput, start: 0, end: 0 };
  return {
    files: [{ path: standardInput, text: text ?? "" }],
    schemas: new Map(),
    diagnostics: text === undefined ? [createDiagnostic("POL4002", span, "standard input is not UTF-8")] : [],
    isMissing: false,
    displayPath: (file) => file,
  };
}

/** `folder/file`, with forward slashes and without a needless `./`. */
export function joinPath(folder: string, file: string): string {
  const base = folder.replaceAll("\\", "/").replace(/\/+$/, "");
  return folder === "." || folder === "./" ? file : `${base}/${file}`;
}
