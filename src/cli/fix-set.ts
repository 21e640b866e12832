import { check, loadSchemas } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { WriteProblem } from "../disk/write-files.js";
import { readLockFile } from "../importers/read-lock-file.js";
import type { SourceFile } from "../source/source-file.js";
import type { CliHost } from "./cli-host.js";
import { fixFiles } from "./fix-files.js";
import type { LoadedSet } from "./load-set.js";
import { countOf } from "./report.js";

/**
 * Makes the fixes of the policy set at `path` and writes the files that changed, all or none; those of `-` go to standard output. Says
 * on standard error how many there were, and gives the set as it is now.
 */
export async function fixSet(host: CliHost, path: string, set: LoadedSet): Promise<LoadedSet | WriteProblem> {
  const schemasOf = (files: readonly SourceFile[]) =>
    path === "-" ? Promise.resolve(set.schemas) : loadSchemas(host, path, files);
  const imported = importedFiles(set);
  const { files, fixed } = await fixFiles(
    set.files,
    async (changed) => check(changed, { ...set, schemas: await schemasOf(changed) }),
    (file) => !imported.has(file),
  );
  const texts = new Map(set.files.map((file) => [file.path, file.text]));
  const changed = files.filter((file) => file.text !== texts.get(file.path));
  if (path === "-") for (const { text } of files) host.stdout.write(text);
  else {
    const outputs = changed.map((file) => ({ path: set.displayPath(file.path), text: file.text }));
    const problem = await host.writeFiles(outputs);
    if (problem !== undefined) return problem;
  }
  report(host, changed, fixed, set);
  return { ...set, files, schemas: await schemasOf(files) };
}

/** What is imported is never edited: the next import would undo it. */
function importedFiles({ lock }: LoadedSet): ReadonlySet<string> {
  const imports = lock && readLockFile(lock).lock?.imports;
  return new Set(imports?.map(({ file }) => file));
}

function report(
  host: CliHost,
  changed: readonly SourceFile[],
  fixed: readonly Diagnostic[],
  set: LoadedSet,
): void {
  for (const { path } of changed) {
    const count = fixed.filter(({ fix }) => fix?.edits.some(({ span }) => span.file === path)).length;
    host.stderr.write(`${set.displayPath(path)}: fixed ${countOf(count, "problem")}\n`);
  }
  if (changed.length === 0) host.stderr.write("nothing to fix\n");
}
