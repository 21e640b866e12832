import {
  chmodSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** A file to write. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** Why a file could not be written. */
export interface WriteProblem {
  readonly path: string;
  readonly reason: string;
}

interface StagedFile {
  readonly path: string;
  readonly temporary: string;
  readonly target: string;
}

/**
 * Writes all of `files` beside their places first and then renames them, so that nobody reads half a file and a full disk leaves
 * what was there. With `exclusive` it does nothing if one of them exists.
 */
export function writeFilesAtomically(
  files: readonly OutputFile[],
  exclusive: boolean,
): WriteProblem | undefined {
  const existing = exclusive ? files.find(({ path }) => existsSync(path)) : undefined;
  if (existing !== undefined) return { path: existing.path, reason: "it exists" };
  const staged: StagedFile[] = [];
  let current = "";
  try {
    for (const file of files) {
      current = file.path;
      staged.push(stage(file));
    }
    for (const { path, temporary, target } of staged) {
      current = path;
      renameSync(temporary, target);
    }
    return undefined;
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    return { path: current, reason: reasonOf(error) };
  }
}

function stage({ path, text }: OutputFile): StagedFile {
  mkdirSync(dirname(path), { recursive: true });
  // A link stays a link: what it points to is replaced.
  const target = existsSync(path) ? realpathSync(path) : path;
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (mode !== undefined) chmodSync(temporary, mode & 0o777);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  return { path, temporary, target };
}

/** What the operating system said, in its words but without the path, which the message has. */
export function reasonOf(error: unknown): string {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === "EEXIST" && syscall === "mkdir") return "a file stands where its folder should be";
  return /^[A-Z0-9]+: (?<words>[^,]*)/.exec(message)?.groups?.words ?? code ?? message;
}
