import { isAbsolute, relative, sep } from "node:path";
import {
  type ImportSource,
  type LockedImport,
  type LockFile,
  lockFileName,
  printLockFile,
  updateLockFile,
} from "../../importers/lock-file.js";
import { type LockFileResult, readLockFile } from "../../importers/read-lock-file.js";
import type { SourceFile } from "../../source/source-file.js";
import type { CliHost } from "../cli-host.js";
import { joinPath } from "../load-set.js";

/** The lock file of a policy set, or what is wrong with it; neither where there is none. */
export type FoundLock = Partial<LockFileResult> & {
  /** Where the diagnostic points into. */
  readonly file: SourceFile;
};

/** Looks for the lock file of the policy set at `root`. */
export async function findLock(root: string, host: CliHost): Promise<FoundLock> {
  const text = await host.readBeside(root, lockFileName);
  const file = { path: joinPath(root, lockFileName), text: text ?? "" };
  return { file, ...(text !== undefined && readLockFile(file)) };
}

/** The text of the lock file once `imports` are written. Entries of other files stay. */
export function lockTextWith(lock: LockFile | undefined, imports: readonly LockedImport[]): string {
  return printLockFile(updateLockFile(lock ?? { imports: [] }, imports));
}

/** A source as the lock file at `root` has it: paths from there, and no secret. */
export function recordedSource(source: ImportSource, root: string): ImportSource {
  if (source.kind === "http") return { ...source, headers: source.headers.filter(holdsNoSecret) };
  if (source.kind !== "file" || source.path === "-") return source;
  return { kind: "file", path: relative(root, source.path).split(sep).join("/") };
}

/** Only a header whose value is a variable is recorded, perhaps after a word such as `Bearer`: any other may be a secret itself. */
function holdsNoSecret(header: string): boolean {
  return /^[^:]*:\s*(?:[A-Za-z]+\s+)?\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})\s*$/.test(header);
}

/** The reverse of {@link recordedSource}: where to read it from here. */
export function sourceFrom(recorded: ImportSource, root: string): ImportSource {
  if (recorded.kind !== "file" || recorded.path === "-" || isAbsolute(recorded.path)) return recorded;
  return { kind: "file", path: relative("", joinPath(root, recorded.path)) };
}
